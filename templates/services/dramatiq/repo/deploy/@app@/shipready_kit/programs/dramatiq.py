"""Dramatiq: alive is a worker whose consumers look for messages, be its threads busy or not."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

from shipready_kit import imports, logs, programs, shared


def watch() -> None:
    """Hook into the worker, in this process and in those that it forks."""
    # Python 3.14 forks from a server that knows nothing of us.
    if sys.version_info >= (3, 14):
        multiprocessing.set_start_method("fork")
    imports.after("dramatiq.worker", _worker)
    execute = os.execvp

    def executing(file, arguments):
        """Django's command becomes `dramatiq`; it stays within the kit."""
        if Path(file).name == "dramatiq":
            beside = [sys.executable, "-m", "shipready_kit", "beside", file]
            os.execv(sys.executable, [*beside, *arguments[1:]])
        execute(file, arguments)

    os.execvp = executing


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
        try:
            process(thread, message)
        finally:
            logs.request_id.set(None)

    consumer.handle_delayed_messages, worker.process_message = looking, processing
