"""What a request and a WebSocket have in common: who asks, under which id, by which route."""

from __future__ import annotations

import time

from shipready_kit import logs, metrics, proxy


class Visit:
    """Made for every request. `routes` notes the route's template in it on the way."""

    def __init__(self, scope) -> None:
        self.began = time.perf_counter()
        self.scope = scope
        self.path = scope["path"]  # older versions of Starlette shorten it in mounts
        self.mounted = ""
        self.route = metrics.UNMATCHED
        scope["shipready"] = self
        self._read_headers(scope)

    def _read_headers(self, scope) -> None:
        offered = forwarded_for = forwarded_proto = b""
        for name, value in scope["headers"]:
            if name == b"x-request-id":
                offered = value
            elif name == b"x-forwarded-for":
                forwarded_for += b"," + value
            elif name == b"x-forwarded-proto":
                forwarded_proto = value
        self._identify(offered)
        peer = scope.get("client")
        if peer and (forwarded_for or forwarded_proto):
            _believe(
                scope, peer, forwarded_for.decode("latin-1"), forwarded_proto.decode("latin-1")
            )

    def _identify(self, offered: bytes) -> None:
        """Take over or make the id; the application reads the same one in its headers."""
        text = offered.decode("latin-1")
        self.id = logs.accept_id(text)
        logs.request_id.set(self.id)
        if self.id != text:
            kept = [pair for pair in self.scope["headers"] if pair[0] != b"x-request-id"]
            self.scope["headers"] = [*kept, (b"x-request-id", self.id.encode())]

    def seconds(self) -> float:
        """Since the visit began."""
        return time.perf_counter() - self.began

    def log(self, method: str, status: int) -> None:
        """The access line."""
        logs.access(self.id, method, self.path, self.route, status, self.seconds())


def _believe(scope, peer, forwarded_for: str, forwarded_proto: str) -> None:
    """Set the client and the scheme that a trusted proxy reports."""
    host = proxy.client(peer[0], forwarded_for)
    if host != peer[0]:
        scope["client"] = (host, 0)
    scheme = proxy.scheme(peer[0], forwarded_proto, scope["scheme"])
    if scope["type"] == "websocket":
        scheme = {"http": "ws", "https": "wss"}.get(scheme, scheme)
    scope["scheme"] = scheme
