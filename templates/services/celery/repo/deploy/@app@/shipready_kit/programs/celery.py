"""Celery: alive is a worker that reaches its broker, and a beat that keeps its times."""

from __future__ import annotations

import logging

from shipready_kit import jobs, logs, programs, settings, shared

# How a task ended, by its state.
ENDS = {"SUCCESS": "done", "RETRY": "again", "REJECTED": "again"}
# What the stack may ask for, and how Celery calls it.
NUMBERS = {
    "KIT_QUEUE_SOFT_TIME_LIMIT": "task_soft_time_limit",
    "KIT_QUEUE_TIME_LIMIT": "task_time_limit",
    "KIT_QUEUE_PREFETCH": "worker_prefetch_multiplier",
}


def watch() -> None:
    """Listen to Celery's own signals, in this process and in those that it forks."""
    from celery import signals

    _settle()
    # A worker that lost its broker, or hangs, sends no heartbeats: one is due every 2 s.
    signals.heartbeat_sent.connect(_beat, weak=False)
    signals.beat_init.connect(_watch_beat, weak=False)
    signals.task_prerun.connect(_begin, weak=False)
    signals.task_postrun.connect(_end, weak=False)
    signals.task_failure.connect(_lost, weak=False)
    for name in ("celery.worker.strategy", "celery.app.trace"):
        logging.getLogger(name).addFilter(_without_arguments)


def _settle() -> None:
    """Celery's defaults become what the stack asks for; what the application sets holds."""
    from celery.app.defaults import DEFAULTS

    for name, setting in NUMBERS.items():
        number = int(settings.number(name, 0))
        if number:
            DEFAULTS[setting] = number
    if settings.on("KIT_QUEUE_ACKS_LATE"):
        DEFAULTS.update(task_acks_late=True, task_reject_on_worker_lost=True)
    visibility = int(settings.number("KIT_QUEUE_VISIBILITY", 0))
    if visibility:
        DEFAULTS["broker_transport_options"] = {"visibility_timeout": visibility}


def _without_arguments(record: logging.LogRecord) -> bool:
    """What a task was called with stands in no log: it may be anybody's data."""
    record.__dict__.pop("data", None)
    return True


def _beat(sender=None, **_details) -> None:
    shared.beat(programs.patience())


def _begin(task_id=None, task=None, **_details) -> None:
    logs.request_id.set(task_id)
    jobs.begin(task_id)
    # The solo pool runs a task in the very loop that sends heartbeats.
    if task is not None and "solo" in str(task.app.conf.worker_pool):
        shared.beat(task.app.conf.task_time_limit or 3600.0)


def _end(task_id=None, task=None, state=None, **_details) -> None:
    logs.request_id.set(None)
    jobs.end(task_id, task.name, ENDS.get(state, "failed"))


def _lost(sender=None, task_id=None, exception=None, **_details) -> None:
    """A task that was killed ends in no process of its own."""
    if type(exception).__name__ in ("TimeLimitExceeded", "WorkerLostError"):
        jobs.end(task_id, sender.name, "failed")


def _watch_beat(sender=None, **_details) -> None:
    scheduler = sender.scheduler
    tick = scheduler.tick

    def ticking(*arguments, **named):
        pause = tick(*arguments, **named)
        # It sleeps until the next task is due, five minutes at most.
        shared.beat((pause or 0.0) + programs.patience())
        return pause

    scheduler.tick = ticking
