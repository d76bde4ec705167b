"""What the kit knows of Flask: the template of the route that answers, such as `/items/{item_id}`.

Flask calls `full_dispatch_request` once its URL map has chosen a rule, and `handle_exception`
for what the application did not handle. Both are wrapped, from Flask 1.1 on.
"""

from __future__ import annotations

import re

from shipready_kit import hardening, metrics, parts

_VARIABLE = re.compile(r"<(?:[^<>:]*:)?([^<>]+)>")  # the `<int:item_id>` of a rule


def watch() -> None:
    """Wrap the class of all applications, before the application is imported."""
    from flask import Flask

    hardening.watch(Flask)
    dispatch = Flask.full_dispatch_request

    def full_dispatch_request(self, *arguments):
        from flask import request

        call = request.environ.get("shipready")
        if call is not None and call.route == metrics.UNMATCHED and request.url_rule is not None:
            call.route = _mount(call, request) + _VARIABLE.sub(r"{\1}", request.url_rule.rule)
        return dispatch(self, *arguments)

    Flask.full_dispatch_request = full_dispatch_request
    handle = Flask.handle_exception

    def handle_exception(self, *arguments):
        from flask import request

        response = handle(self, *arguments)
        call = request.environ.get("shipready")
        if call is not None and call.kit.errors and _says_nothing(response):
            _name(response, call)
        return response

    Flask.handle_exception = handle_exception


def _mount(call, request) -> str:
    """Where a dispatcher inside the application mounted it; not what a client says about it."""
    if "HTTP_X_FORWARDED_PREFIX" in request.environ:
        return ""
    return request.environ.get("SCRIPT_NAME", "").removeprefix(call.mount)


def _says_nothing(response) -> bool:
    """True for Flask's own page; what a handler of the application answers stays."""
    from werkzeug.exceptions import InternalServerError

    page = InternalServerError().get_response().get_data()
    if response.status_code != 500 or response.content_length != len(page):
        return False
    return response.get_data() == page


def _name(response, call) -> None:
    """The same page with the request id, or JSON where that is asked for."""
    accept = call.environ.get("HTTP_ACCEPT", "").encode("latin-1")
    if b"json" in accept:
        kind, body = parts.generic(accept, call.id)
        response.headers["Content-Type"] = kind.decode()
        response.set_data(body)
    else:
        response.set_data(response.get_data() + f"<p>request id: {call.id}</p>\n".encode())
