{% if "celery" in selected %}
"""The task queue: `celery --app app.tasks worker` does its tasks, `celery --app app.tasks beat` plans them."""

import logging

from celery import Celery
from redis import Redis

from app.settings import Settings

settings = Settings()
log = logging.getLogger(__name__)

celery = Celery("app", broker=settings.celery_broker_url)
celery.conf.update(
    # Nobody reads what tasks return.
    task_ignore_result=True,
    # A task is done once it has ended: one whose worker dies is done again, so each must bear being done twice.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A worker takes no task that it cannot begin.
    worker_prefetch_multiplier=1,
    # After the first limit a task gets an exception, after the second it is killed.
    task_soft_time_limit=270,
    task_time_limit=300,
    # Redis gives a task to another worker after this time: longer than any task may take.
    broker_transport_options={"visibility_timeout": 3600},
    broker_connection_retry_on_startup=True,
    beat_schedule={
        "report-hits": {"task": "app.tasks.report_hits", "schedule": 3600.0},
    },
)


@celery.task
def report_hits() -> None:
    """Says in the log how often the counter's address has been asked for."""
    with Redis.from_url(str(settings.redis_url), decode_responses=True) as redis:
        log.info("%s hits so far", redis.get("hits") or 0)
{% endif %}
