"""The outermost middleware: tells the kit which route answers, and names a generic 500.

The application's own error pages stay as they are.
"""

from __future__ import annotations

from inspect import iscoroutinefunction

from django.conf import settings
from django.utils.decorators import sync_and_async_middleware

from shipready_kit import parts, routes

# Django's own page, where the application has no 500.html; the id goes into its empty paragraph.
GENERIC, PLACE = b"<h1>Server Error (500)</h1><p></p>", b"<p></p>"


@sync_and_async_middleware
def outermost(get_response):
    """Follow each request, in a thread or in the event loop, as the server has it."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            return see(request, await get_response(request))
    else:

        def middleware(request):
            return see(request, get_response(request))

    return middleware


def see(request, response):
    """Note the route; complete a generic answer."""
    scope = getattr(request, "scope", None)
    visit = (request.META if scope is None else scope).get("shipready")
    if visit is None:
        return response
    match = request.resolver_match
    if match is not None:
        visit.route = routes.template(match.route)
    elif settings.STATIC_URL and request.path_info.startswith(settings.STATIC_URL):
        visit.route = settings.STATIC_URL + "{path}"
    if response.status_code == 500 and visit.kit.errors and not response.streaming:
        _name(request, response, visit)
    return response


def _name(request, response, visit) -> None:
    squeezed = b"".join(line.strip() for line in response.content.splitlines())
    if GENERIC not in squeezed:
        return
    if "json" in request.headers.get("Accept", ""):
        kind, body = parts.generic(b"json", visit.id)
        response["Content-Type"], response.content = kind.decode(), body
    else:
        named = b"<p>request id: " + visit.id.encode() + b"</p>"
        response.content = response.content.replace(PLACE, named)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
