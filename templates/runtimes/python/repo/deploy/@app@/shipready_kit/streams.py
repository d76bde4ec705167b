"""How one worker leaves: when the container stops, and when gunicorn replaces the worker.

A worker that is replaced says `Connection: close` for a moment first. The whole container
did that already (see `launch`).

A stream of server-sent events never ends by itself: without this, every deployment would
wait for the hard limit and then cut it. Here the client sees a complete answer and
connects again, to a worker that stays. Downloads are left to finish.
"""

from __future__ import annotations

import asyncio
import contextlib

from shipready_kit import capture, settings, shared

_open: set = set()
_leaving = False
PATIENCE_SECONDS = 1.0  # for a client that reads slowly
FAREWELL_SECONDS = 2.0  # in which connections that are in use are closed one by one


def leaving() -> bool:
    """True from the moment when this worker wants to get rid of its connections."""
    return _leaving or shared.draining()


def add(exchange) -> None:
    """A stream began; it must offer `end()`."""
    _open.add(exchange)


def remove(exchange) -> None:
    """It is over."""
    _open.discard(exchange)


def watch() -> None:
    """Before uvicorn closes its connections, let their clients know, and end the streams."""
    import uvicorn

    original = uvicorn.Server.shutdown

    async def shutdown(self, *arguments, **options) -> None:
        global _leaving
        _leaving = True
        if not shared.draining():
            await asyncio.sleep(min(FAREWELL_SECONDS, settings.drain_seconds()))
        await _end_all()
        await original(self, *arguments, **options)
        # Newer versions end the process by the signal itself, so nothing runs at exit.
        capture.finish()

    uvicorn.Server.shutdown = shutdown


async def _end_all() -> None:
    if _open:
        endings = [asyncio.ensure_future(exchange.end()) for exchange in list(_open)]
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(
                asyncio.gather(*endings, return_exceptions=True), PATIENCE_SECONDS
            )
