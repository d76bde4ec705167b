"""Requests at a fixed pace, sent on time whether or not earlier ones were answered."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from harness.web import Answer


class PacedLoad:
    """Use as a context: requests run in the background until the block ends."""

    def __init__(self, request: Callable[[], Answer], per_second: float):
        self.request = request
        self.pause = 1 / per_second
        self.stopping = threading.Event()
        self.pool = ThreadPoolExecutor(max_workers=64)
        self.sent: list[Future[Answer]] = []
        self.sender = threading.Thread(target=self._send, daemon=True)

    def _send(self) -> None:
        due = time.monotonic()
        while not self.stopping.is_set():
            self.sent.append(self.pool.submit(self.request))
            due += self.pause
            self.stopping.wait(max(0.0, due - time.monotonic()))

    def __enter__(self) -> PacedLoad:
        self.sender.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.sender.join()
        self.pool.shutdown(wait=True)

    def answers(self) -> list[Answer]:
        return [future.result() for future in self.sent]


def burst(request: Callable[[], Answer], count: int, at_once: int) -> list[Answer]:
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        return list(pool.map(lambda _: request(), range(count)))


def tally(answers: list[Answer]) -> str:
    """`150 requests: 140 × 200, 10 × 429`."""
    counts = Counter(str(answer) for answer in answers)
    return f"{len(answers)} requests: " + ", ".join(f"{count} × {what}" for what, count in counts.most_common())
