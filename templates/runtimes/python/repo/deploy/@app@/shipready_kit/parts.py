"""What is the same for every request of a worker, whichever interface its server speaks."""

from __future__ import annotations

import json

from shipready_kit import headers, metrics, ready, settings

CLIENT_LEFT = 499  # as nginx calls a request whose client did not wait for the answer
# What Starlette answers to an unhandled exception; the request id is added to it.
GENERIC = b"Internal Server Error"
PROBES = ("/-/live", "/-/ready")


class Parts:
    """Read once from the settings."""

    def __init__(self) -> None:
        self.headers = headers.chosen()
        self.logs = not settings.off("logs")
        self.errors = not settings.off("errors")
        self.metrics = None if settings.off("metrics") else metrics.Requests()
        # Platforms that probe the application's own port are answered before the
        # application, so its host checks and redirects cannot get in the way.
        self.readiness = ready.here() if settings.on("KIT_PUBLIC_HEALTH") else None


def generic(accept: bytes, identity: str) -> tuple[bytes, bytes]:
    """Content type and body of a 500 that tells nothing but the id to quote."""
    if b"json" in accept:
        document = {"detail": GENERIC.decode(), "request_id": identity}
        return b"application/json", json.dumps(document).encode()
    return b"text/plain; charset=utf-8", GENERIC + b"\nrequest id: " + identity.encode() + b"\n"
