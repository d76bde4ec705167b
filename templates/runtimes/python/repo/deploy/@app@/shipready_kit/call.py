"""Who calls a WSGI application, under which id, and by which route."""

from __future__ import annotations

import time

from shipready_kit import logs, metrics, proxy


class Call:
    """Made for every request. `routes` notes the route's template in it on the way."""

    def __init__(self, environ) -> None:
        self.began = time.perf_counter()
        self.environ = environ
        self.method = environ["REQUEST_METHOD"]
        # WSGI hands over the bytes of the path as if they were Latin-1.
        self.path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        self.mount = environ.get("SCRIPT_NAME", "")
        self.route = metrics.UNMATCHED
        environ["shipready"] = self
        self.id = logs.accept_id(environ.get("HTTP_X_REQUEST_ID", ""))
        # The application reads the same one.
        environ["HTTP_X_REQUEST_ID"] = self.id
        logs.request_id.set(self.id)
        self._believe()

    def _believe(self) -> None:
        """Set the client and the scheme that a trusted proxy reports."""
        peer = self.environ.get("REMOTE_ADDR", "")
        said = self.environ.get("HTTP_X_FORWARDED_PROTO")
        if said is not None and proxy.trusted(peer):
            default = self.environ["wsgi.url_scheme"]
            self.environ["wsgi.url_scheme"] = proxy.scheme(peer, said, default)
        elif said is not None:
            # Frameworks that look for themselves shall not believe a stranger either.
            del self.environ["HTTP_X_FORWARDED_PROTO"]
        forwarded_for = self.environ.get("HTTP_X_FORWARDED_FOR")
        if forwarded_for is not None:
            self.environ["REMOTE_ADDR"] = proxy.client(peer, forwarded_for)

    def seconds(self) -> float:
        """Since the call began."""
        return time.perf_counter() - self.began

    def log(self, status: int) -> None:
        """The access line."""
        logs.access(self.id, self.method, self.path, self.route, status, self.seconds())
