"""The gunicorn worker: uvicorn's own, with its time-outs set and its chatter off."""

from __future__ import annotations

import asyncio
import inspect
from typing import ClassVar

import uvicorn

from shipready_kit import settings

try:
    from uvicorn_worker import UvicornWorker
except ImportError:  # the application's uvicorn is older than that package wants it
    from uvicorn.workers import UvicornWorker

WANTED = {
    "loop": "auto",
    "http": "auto",
    # The kit decides whom to believe, the same way with every version of uvicorn.
    "proxy_headers": False,
    "server_header": False,
    "access_log": settings.off("logs"),
    # Before gunicorn's own limit, so that uvicorn can still run the application's shutdown.
    "timeout_graceful_shutdown": max(1, settings.graceful_seconds() - 2),
}
MOMENT_SECONDS = 0.2  # in which a request arrives that was sent when its connection was taken

_shutdown = uvicorn.Server.shutdown


async def _leave(server: uvicorn.Server, *arguments, **named) -> None:
    """Takes no more connections, and waits for what the last of them ask.

    uvicorn closes those that have not asked yet at once: whoever was just let in is turned away.
    """
    for listener in server.servers:
        listener.close()
    await asyncio.sleep(MOMENT_SECONDS)
    await _shutdown(server, *arguments, **named)


uvicorn.Server.shutdown = _leave


class Worker(UvicornWorker):
    """Takes those of the wanted options that the installed uvicorn knows."""

    CONFIG_KWARGS: ClassVar[dict[str, object]] = {
        name: value
        for name, value in WANTED.items()
        if name in inspect.signature(uvicorn.Config.__init__).parameters
    }
