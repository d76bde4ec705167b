import os

from celery import Celery

app = Celery("shop", broker=os.environ["CELERY_BROKER_URL"])
app.conf.beat_schedule = {"nightly": {"task": "shop.tasks.clean", "schedule": 86400.0}}


@app.task
def clean() -> None:
    print("clean")
