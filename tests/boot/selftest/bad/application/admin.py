"""The admin port, always content: live fails, ready does not look at the database."""

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

requests = Counter()


def count(method, route, status):
    requests[f'method="{method}",route="{route}",status="{status}"'] += 1


class Admin(BaseHTTPRequestHandler):
    def do_GET(self):
        lines = [f"http_requests_total{{{labels}}} {value}" for labels, value in requests.items()]
        answers = {
            "/-/live": lambda: (204, ""),
            "/-/ready": lambda: (200, "ready\n"),
            "/metrics": lambda: (200, "\n".join(["# TYPE http_requests_total counter", *lines, ""])),
        }
        status, body = answers.get(self.path, lambda: (404, ""))()
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        """Probes are not worth a line."""


def serve():
    server = ThreadingHTTPServer(("0.0.0.0", 9464), Admin)
    threading.Thread(target=server.serve_forever, daemon=True).start()
