"""huey: alive is a consumer whose workers look into the queue, or whose tasks run.

One without workers keeps times alone, and is alive while it looks at its schedule.
"""

from __future__ import annotations

import os
import signal

from shipready_kit import imports, jobs, logs, programs, settings, shared

# How a task ended, by the last signal of huey; it failed by every other.
ENDS = {"complete": "done", "retrying": "again"}


def watch() -> None:
    """Hook into huey; nothing of how it works changes, but for the signal that it leaves by."""
    imports.after("huey.api", _api)
    imports.after("huey.consumer", _consumer)


def _api(module) -> None:
    owner = module.Huey
    dequeue, execute, emit, run = owner.dequeue, owner.execute, owner._emit, owner._execute
    limit = int(settings.number("KIT_QUEUE_TIME_LIMIT", 0))

    def taking(huey, *arguments, **named):
        # Some storages call a server that is out of reach an empty queue: see KIT_CHECKS for that.
        task = dequeue(huey, *arguments, **named)
        shared.beat(programs.patience())
        return task

    def doing(huey, task, *arguments, **named):
        logs.request_id.set(task.id)
        # Where the application says so itself, that holds; older versions know no limit.
        if limit and getattr(task, "timeout", limit) is None:
            task.timeout = limit
        try:
            with shared.busy(programs.patience()):
                return execute(huey, task, *arguments, **named)
        finally:
            logs.request_id.set(None)

    def telling(huey, event, task, *arguments, **named):
        task.kit_event = event
        return emit(huey, event, task, *arguments, **named)

    def running(huey, task, *arguments, **named):
        jobs.begin(task.id)
        try:
            return run(huey, task, *arguments, **named)
        finally:
            jobs.end(task.id, task.name, ENDS.get(task.kit_event, "failed"))

    owner.dequeue, owner.execute, owner._emit, owner._execute = taking, doing, telling, running


def _consumer(module) -> None:
    set_handlers, loop = module.Consumer._set_signal_handlers, module.Scheduler.loop
    alone = set()

    def handling(consumer) -> None:
        set_handlers(consumer)
        huey = consumer.huey
        jobs.watch_waiting(lambda: jobs.waiting(huey.name, huey.pending_count()))
        if not consumer.workers:
            alone.add(consumer.huey)
        # TERM would interrupt the tasks that run; INT lets them finish.
        if getattr(consumer, "graceful_signal", "INT") != "TERM":
            signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getpid(), signal.SIGINT))

    def looking(scheduler, *arguments, **named) -> None:
        loop(scheduler, *arguments, **named)
        if scheduler.huey in alone:
            shared.beat(programs.patience() + scheduler.interval)

    module.Consumer._set_signal_handlers, module.Scheduler.loop = handling, looking
