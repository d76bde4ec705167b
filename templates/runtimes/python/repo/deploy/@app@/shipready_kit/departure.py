"""How one worker with threads leaves: when the container stops, and when it is replaced.

A worker that is replaced says `Connection: close` for a moment first. The whole container
did that already (see `launch`).
"""

from __future__ import annotations

import sys
import threading

from gunicorn.workers.gthread import ThreadWorker

from shipready_kit import settings, shared

FAREWELL_SECONDS = 2.0  # in which connections that are in use are closed one by one

_leaving = False


def leaving() -> bool:
    """True from the moment when this worker wants to get rid of its connections."""
    return _leaving or shared.draining()


def close_after(start_response) -> None:
    """Let the server close the connection behind this answer.

    gunicorn ignores an application's own `Connection` header; what it hands over as
    `start_response` is a method of the answer that knows how.
    """
    close = getattr(getattr(start_response, "__self__", None), "force_close", None)
    if close is not None:
        close()


class Worker(ThreadWorker):
    """gunicorn's own, which says goodbye before it stops to listen."""

    _alive = True

    @property
    def alive(self) -> bool:
        """gunicorn sets it to False after TERM and after the last of `max_requests`."""
        return self._alive

    @alive.setter
    def alive(self, value: bool) -> None:
        global _leaving
        if value or shared.draining():
            self._alive = value
        elif not _leaving:
            _leaving = True
            self.max_requests = sys.maxsize  # it knows; no need to hear it with every request
            pause = min(FAREWELL_SECONDS, settings.drain_seconds())
            threading.Timer(pause, setattr, (self, "_alive", False)).start()
