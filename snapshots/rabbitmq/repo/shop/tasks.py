import os

from celery import Celery
from redis import Redis

cache = Redis.from_url(os.environ["REDIS_URL"])
app = Celery("shop", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ["CELERY_RESULT_BACKEND"])


@app.task
def clean() -> None:
    cache.flushdb()
