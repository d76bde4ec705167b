"""huey: alive is a consumer whose workers look into the queue, or whose tasks run.

One without workers keeps times alone, and is alive while it looks at its schedule.
"""

from __future__ import annotations

import os
import signal

from shipready_kit import imports, logs, programs, shared


def watch() -> None:
    """Hook into huey; nothing of how it works changes, but for the signal that it leaves by."""
    imports.after("huey.api", _api)
    imports.after("huey.consumer", _consumer)


def _api(module) -> None:
    owner = module.Huey
    dequeue, execute = owner.dequeue, owner.execute

    def taking(huey, *arguments, **named):
        # Some storages call a server that is out of reach an empty queue: see KIT_CHECKS for that.
        task = dequeue(huey, *arguments, **named)
        shared.beat(programs.patience())
        return task

    def doing(huey, task, *arguments, **named):
        logs.request_id.set(task.id)
        try:
            with shared.busy(programs.patience()):
                return execute(huey, task, *arguments, **named)
        finally:
            logs.request_id.set(None)

    owner.dequeue, owner.execute = taking, doing


def _consumer(module) -> None:
    set_handlers, loop = module.Consumer._set_signal_handlers, module.Scheduler.loop
    alone = set()

    def handling(consumer) -> None:
        set_handlers(consumer)
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
