"""The ASGI application that gunicorn serves: the user's own, inside one thin wrapper.

KIT_APP says which: `package.module:attribute`, or `package.module:factory()`.
"""

from __future__ import annotations

import importlib
import os

from shipready_kit import exchange, logs, routes, settings, shared, streams, tracking


def load(address: str):
    """Import the application, or call its factory. Errors of its own come through as they are."""
    module_name, separator, attribute = address.partition(":")
    if not separator or not attribute:
        raise settings.SettingError(f"KIT_APP must be module:attribute, but is {address!r}")
    found = importlib.import_module(module_name)
    for name in attribute.removesuffix("()").split("."):
        found = getattr(found, name)
    application = found() if attribute.endswith("()") else found
    # A traceback in the answer shows source code and values to strangers.
    if getattr(application, "debug", False) is True:
        application.debug = False
    return application


class Wrapper:
    """Stands between the server and the application; passes on what it does not know."""

    def __init__(self, application) -> None:
        self.application = application
        self.kit = exchange.Parts()

    async def __call__(self, scope, receive, send) -> None:
        """One request, one WebSocket, or the lifespan of the worker."""
        kind = scope["type"]
        if kind == "http":
            await exchange.Exchange(self.kit, scope, send).run(self.application, receive)
        elif kind == "websocket":
            await exchange.websocket(self.application, scope, receive, send)
        elif kind == "lifespan":
            await lifespan(self.application, scope, receive, send)
        else:
            await self.application(scope, receive, send)


async def lifespan(application, scope, receive, send) -> None:
    """Pass the lifespan through, and note when the start-up is complete."""
    failed = False

    async def watch(message) -> None:
        nonlocal failed
        failed = failed or message["type"] == "lifespan.startup.failed"
        if message["type"] == "lifespan.startup.complete":
            logs.adopt()
            shared.mark_started()
        await send(message)

    try:
        await application(scope, receive, watch)
    finally:
        # An application that knows no lifespan raises or returns at once, and serves all
        # the same. After a shutdown there is nothing to mark any more.
        if not failed and not streams.leaving():
            shared.mark_started()


tracking.start()
routes.watch()
streams.watch()
app = Wrapper(load(os.environ.get("KIT_APP", "")))
logs.adopt()
