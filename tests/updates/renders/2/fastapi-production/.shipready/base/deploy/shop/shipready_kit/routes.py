"""Finds the template of the route that answers, such as `/items/{item_id}`.

Starlette's routes call `handle` when they are chosen. Around it the template is noted in
the exchange that travels in the scope: this works from FastAPI 0.68 on, for mounted
applications and for routers inside routers.
"""

from __future__ import annotations

import re

_CONVERTOR = re.compile(r":[A-Za-z_]\w*(?=[}])")  # the `:int` in `/items/{item_id:int}`


def watch() -> None:
    """Wrap the route classes, and forbid Starlette's debug page. Needs no Starlette."""
    try:
        from starlette import routing
        from starlette.middleware import errors
    except ImportError:
        return
    _watch(routing.Route, _leaf)
    _watch(routing.WebSocketRoute, _leaf)
    _watch(routing.Mount, _mount)
    try:
        from fastapi.routing import APIRoute
    except ImportError:
        pass
    else:
        _watch(APIRoute, _leaf)
    # Wherever `debug=True` was said: nobody outside gets to see a traceback.
    errors.ServerErrorMiddleware.debug = property(lambda _self: False, lambda _self, _value: None)


def _watch(owner, note) -> None:
    original = vars(owner).get("handle")
    if original is None:
        return  # it inherits `handle`, which is watched already

    async def handle(self, scope, receive, send):
        exchange = scope.get("shipready")
        if exchange is not None:
            note(exchange, self, scope)
        await original(self, scope, receive, send)

    owner.handle = handle


def _leaf(exchange, route, scope) -> None:
    # Newer FastAPI keeps the prefix of an included router beside the route, not in it.
    included = scope.get("fastapi")
    context = included.get("effective_route_context") if isinstance(included, dict) else None
    if context is not None and getattr(context, "original_route", None) is route:
        route = context
    exchange.route = exchange.mounted + (getattr(route, "path_format", "") or _template(route))


def _mount(exchange, route, _scope) -> None:
    exchange.mounted += _template(route)
    exchange.route = exchange.mounted + "/{path}"


def _template(route) -> str:
    return _CONVERTOR.sub("", route.path)
