"""Assigns the settings module, as old projects do."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "store.settings"

application = get_wsgi_application()
