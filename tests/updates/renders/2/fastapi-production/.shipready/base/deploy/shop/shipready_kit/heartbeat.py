"""Keeps gunicorn from killing a worker that is still importing a large application."""

from __future__ import annotations

import threading
import time

from shipready_kit import shared

START_SECONDS = 300.0  # a start-up that takes longer has failed


def while_starting(worker) -> None:
    """Send gunicorn's sign of life from a thread, until the worker has started."""
    threading.Thread(target=_beat, args=(worker,), name="heartbeat", daemon=True).start()


def _beat(worker) -> None:
    limit = time.monotonic() + START_SECONDS
    while not shared.is_started() and time.monotonic() < limit:
        worker.notify()
        time.sleep(1)
