import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings." + os.getenv("ENVIRONMENT", "dev")

application = get_wsgi_application()
