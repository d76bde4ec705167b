"""The admin port: /metrics, /-/live and /-/ready. It is never published to the internet."""

from __future__ import annotations

import json
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from shipready_kit import exposition, settings
from shipready_kit.ready import Readiness

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, readiness: Readiness) -> None:
        self.readiness = readiness
        dual = os.environ.get("KIT_HOST", "").startswith("[") and socket.has_dualstack_ipv6()
        self.address_family = socket.AF_INET6 if dual else socket.AF_INET
        super().__init__(("::" if dual else "0.0.0.0", settings.admin_port()), _Handler)

    def server_bind(self) -> None:
        """Bind without the reverse name lookup of the standard class, which may hang."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, *_details) -> None:
        """A client that hangs up is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    timeout = 5  # seconds for a client to send its request
    server: _Server

    def version_string(self) -> str:
        """Tell nobody which Python runs here."""
        return "shipready"

    def do_GET(self) -> None:
        """Answer the three paths; everything else is 404."""
        path = self.path.partition("?")[0]
        if path == "/-/live":
            self._answer(200, {"status": "live"})
        elif path == "/-/ready":
            ready, report = self.server.readiness.report()
            self._answer(200 if ready else 503, report)
        elif path == "/metrics" and not settings.off("metrics"):
            reasons = self.server.readiness.dependencies()
            up = {name: reason == "ok" for name, reason in reasons.items()}
            self._send(200, METRICS_TYPE, exposition.render(up))
        else:
            self._answer(404, {"status": "not found"})

    do_HEAD = do_GET

    def _answer(self, status: int, document: dict) -> None:
        self._send(status, "application/json", json.dumps(document).encode() + b"\n")

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_details) -> None:
        """Probes and scrapes are not worth a line each."""


def serve(readiness: Readiness) -> None:
    """Answer on the admin port in a thread. Raises SettingError when it is taken."""
    try:
        server = _Server(readiness)
    except OSError as error:
        port = settings.admin_port()
        raise settings.SettingError(f"the admin port {port} cannot be opened: {error}") from None
    threading.Thread(target=server.serve_forever, name="admin", daemon=True).start()
