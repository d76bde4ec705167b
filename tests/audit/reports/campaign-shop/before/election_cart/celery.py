import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "election_cart.settings")

app = Celery("election_cart")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "forgotten-orders": {"task": "shop.tasks.cancel_forgotten_orders", "schedule": crontab(hour=3, minute=0)},
}
