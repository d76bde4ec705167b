"""What becomes of the work of a queue: jobs by their outcome, how long they took, how many wait.

Several processes of a worker may do jobs, and come and go. Each writes into files of its own,
by a number that its successor inherits, so that the folder never grows.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from functools import lru_cache

from shipready_kit import metrics, settings, shared

BUCKETS = (0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600)  # seconds
MOST = 200  # names of tasks that are told apart

_held = (0, -1, None)  # whose number, which one, and the lock that keeps it
_began: dict[object, float] = {}
_names: set[str] = set()


def pause() -> float:
    """Seconds between two looks at how much waits."""
    return settings.number("KIT_QUEUE_LOOK", 15, least=1)


def begin(key) -> None:
    """The job with this key begins."""
    if settings.off("metrics"):
        return
    with _harmless():
        _began[key] = time.monotonic()
        _numbers().running.inc()


def end(key, task: str, outcome: str = "done") -> None:
    """It ended: `done`, `failed`, or `again`, when it will be tried once more."""
    if settings.off("metrics"):
        return
    with _harmless():
        began = _began.pop(key, None)
        if began is not None:
            _numbers().running.dec()
            _numbers().seconds.labels(_known(task)).observe(time.monotonic() - began)
        _numbers().total.labels(_known(task), outcome).inc()


def waiting(queue: str, count) -> None:
    """So many jobs wait in a queue."""
    if settings.off("metrics"):
        return
    with _harmless():
        _numbers().waiting.labels(queue).set(float(count))


def watch_waiting(look) -> None:
    """Call `look()` now and again, in a thread of its own: it says by `waiting` what it saw."""

    def looking() -> None:
        while True:
            with _harmless():
                look()
            time.sleep(pause())

    if not settings.off("metrics"):
        threading.Thread(target=looking, name="jobs", daemon=True).start()


def _harmless():
    """No job fails because it could not be counted."""
    return contextlib.suppress(Exception)


def _known(task: str) -> str:
    if len(_names) < MOST:
        _names.add(task)
    return task if task in _names else "other"


class _Numbers:
    def __init__(self) -> None:
        library = metrics.client(_number)
        registry = library.CollectorRegistry()
        self.total = library.Counter(
            "queue_jobs_total", "Jobs that ended.", ["task", "outcome"], registry=registry
        )
        self.seconds = library.Histogram(
            "queue_job_duration_seconds",
            "Seconds that a job took.",
            ["task"],
            registry=registry,
            buckets=BUCKETS,
        )
        self.running = library.Gauge(
            "queue_jobs_in_progress",
            "Jobs being done.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.waiting = library.Gauge(
            "queue_jobs_waiting",
            "Jobs that wait until a worker takes them.",
            ["queue"],
            registry=registry,
            multiprocess_mode="mostrecent",
        )


@lru_cache(maxsize=1)
def _numbers() -> _Numbers:
    return _Numbers()


def _number() -> int:
    """The lowest number that no other process holds, for as long as this one lives."""
    global _held
    if _held[0] != os.getpid():
        _held = os.getpid(), *_claim()
    return _held[1]


def _claim():
    folder = shared.folder() / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    number = -1
    while True:
        number += 1
        lock = open(folder / str(number), "w")  # noqa: SIM115 # it stays open
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            continue
        # What its last holder was doing, it does no more.
        for stale in (shared.folder() / "metrics").glob(f"gauge_live*_{number}.db"):
            stale.unlink()
        return number, lock
