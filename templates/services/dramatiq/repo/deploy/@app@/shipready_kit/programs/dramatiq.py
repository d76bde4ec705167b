"""Dramatiq: alive is a worker whose consumers look for messages, be its threads busy or not."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

from shipready_kit import imports, jobs, logs, programs, settings, shared


def watch() -> None:
    """Hook into the worker, in this process and in those that it forks."""
    # Python 3.14 forks from a server that knows nothing of us.
    if sys.version_info >= (3, 14):
        multiprocessing.set_start_method("fork")
    imports.after("dramatiq.worker", _worker)
    imports.after("dramatiq.broker", _broker)
    limit = settings.number("KIT_QUEUE_TIME_LIMIT", 0)
    if limit:
        imports.after("dramatiq.middleware.time_limit", lambda module: _limit(module, limit))
    execute = os.execvp

    def executing(file, arguments):
        """Django's command becomes `dramatiq`; it stays within the kit."""
        if Path(file).name == "dramatiq":
            beside = [sys.executable, "-m", "shipready_kit", "beside", file]
            os.execv(sys.executable, [*beside, *arguments[1:]])
        execute(file, arguments)

    os.execvp = executing


def _limit(module, limit: float) -> None:
    """Dramatiq's own limit, 10 minutes, becomes the stack's; what the application sets holds."""
    make = module.TimeLimit.__init__

    def making(middleware, *arguments, **named):
        if not arguments:
            named.setdefault("time_limit", int(limit * 1000))
        make(middleware, *arguments, **named)

    module.TimeLimit.__init__ = making


def _broker(module) -> None:
    after = module.Broker.emit_after

    def telling(broker, event, *arguments, **named):
        if event == "process_message":
            message = arguments[0]
            outcome = "failed" if named.get("exception") is not None else "done"
            jobs.end(message.message_id, message.actor_name, outcome)
        return after(broker, event, *arguments, **named)

    module.Broker.emit_after = telling


def _worker(module) -> None:
    # Older versions keep them to themselves.
    consumer = getattr(module, "ConsumerThread", None) or module._ConsumerThread
    worker = getattr(module, "WorkerThread", None) or module._WorkerThread
    look, process = consumer.handle_delayed_messages, worker.process_message

    def looking(thread) -> None:
        # After every message, and once a second where there is none.
        look(thread)
        shared.beat(programs.patience())

    def processing(thread, message) -> None:
        logs.request_id.set(message.message_id)
        jobs.begin(message.message_id)
        try:
            process(thread, message)
        finally:
            logs.request_id.set(None)

    consumer.handle_delayed_messages, worker.process_message = looking, processing
