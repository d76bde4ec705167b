"""Ends event streams when a worker is about to leave.

A stream of server-sent events never ends by itself: without this, every deployment would
wait for the hard limit and then cut it. Here the client sees a complete answer and
connects again, to a container that stays. Downloads are left to finish.
"""

from __future__ import annotations

import asyncio
import contextlib

_open: set = set()
_leaving = False
PATIENCE_SECONDS = 1.0  # for a client that reads slowly


def leaving() -> bool:
    """True from the moment when this worker takes no new connections."""
    return _leaving


def add(exchange) -> None:
    """A stream began; it must offer `end()`."""
    _open.add(exchange)


def remove(exchange) -> None:
    """It is over."""
    _open.discard(exchange)


def watch() -> None:
    """Before uvicorn waits for its connections, end the streams among them."""
    import uvicorn

    original = uvicorn.Server.shutdown

    async def shutdown(self, *arguments, **options) -> None:
        global _leaving
        _leaving = True
        await _end_all()
        await original(self, *arguments, **options)

    uvicorn.Server.shutdown = shutdown


async def _end_all() -> None:
    if _open:
        endings = [asyncio.ensure_future(exchange.end()) for exchange in list(_open)]
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(
                asyncio.gather(*endings, return_exceptions=True), PATIENCE_SECONDS
            )
