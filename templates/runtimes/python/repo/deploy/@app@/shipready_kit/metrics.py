"""Prometheus metrics of all workers, in a folder, a registry and a client of the kit's own.

The private copy of prometheus_client lives in `_vendor`: an application may use any
version of it, with its own multiprocess folder or none, and neither sees the other.
"""

from __future__ import annotations

import os
from functools import lru_cache
from types import SimpleNamespace

from shipready_kit import shared

UNMATCHED = "unmatched"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds


@lru_cache(maxsize=1)
def client(slot=shared.slot):
    """The private client, told to keep one file per worker slot in the shared folder.

    `slot()` is the number of this process, where its server gives it none.
    """
    from shipready_kit._vendor import prometheus_client
    from shipready_kit._vendor.prometheus_client import values

    # The client reads its folder from the environment. That variable belongs to the
    # application, so this copy of the module sees an environment of its own.
    folder = {"PROMETHEUS_MULTIPROC_DIR": str(shared.folder() / "metrics")}
    values.os = SimpleNamespace(environ=folder, path=os.path)
    values.ValueClass = values.MultiProcessValue(process_identifier=slot)
    return prometheus_client


class Requests:
    """Counts the requests of one worker."""

    def __init__(self) -> None:
        library = client()
        registry = library.CollectorRegistry()
        self._total = library.Counter(
            "http_requests_total", "Requests.", ["method", "route", "status"], registry=registry
        )
        self._seconds = library.Histogram(
            "http_request_duration_seconds",
            "Seconds from the request to the end of its answer.",
            ["method", "route"],
            registry=registry,
            buckets=BUCKETS,
        )
        self.running = library.Gauge(
            "http_requests_in_progress",
            "Requests being answered.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._children = {}

    def done(self, method: str, route: str, status: int, seconds: float) -> None:
        """Record one answered request."""
        key = (method if method in METHODS else "other", route, status)
        children = self._children.get(key)
        if children is None:
            total = self._total.labels(key[0], route, str(status))
            children = self._children[key] = total, self._seconds.labels(key[0], route)
        children[0].inc()
        children[1].observe(seconds)


def mark_gone(worker) -> None:
    """A worker ended: what it was answering is answered no more; its counters stay."""
    for path in (shared.folder() / "metrics").glob(f"gauge_live*_{worker.kit_slot}.db"):
        path.unlink()
