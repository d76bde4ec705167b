{% if "celery" in selected %}
"""The task queue: `celery --app config worker` does its tasks, `celery --app config beat` plans them."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
# The module `tasks` of every installed application.
app.autodiscover_tasks()
{% endif %}
