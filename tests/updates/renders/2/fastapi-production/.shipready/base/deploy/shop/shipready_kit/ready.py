"""Readiness: can this container answer now, and do its dependencies answer it?"""

from __future__ import annotations

import os
import threading
import time

from shipready_kit import environ, settings, shared
from shipready_kit.probes import TIMEOUT_SECONDS, Down, Target

CACHED_SECONDS = 1.0


def targets(environment: dict[str, str]) -> dict[str, Target]:
    """Parse KIT_CHECKS: `name=url`, or `name=env:VARIABLE` for the URL in a variable.

    A URL may hold `{VARIABLE}`, for a platform that alone knows hosts and ports.
    """
    found = {}
    for word in environment.get("KIT_CHECKS", "").split():
        name, separator, address = word.partition("=")
        if not separator or not address:
            raise settings.SettingError(f"KIT_CHECKS: {word!r} is not name=address")
        if address.startswith("env:"):
            address = environment.get(address[4:], "")
        else:
            address = environ.compose(f"KIT_CHECKS: {name}", address, environment)
        try:
            found[name] = Target(address)
        except ValueError as error:
            raise settings.SettingError(f"KIT_CHECKS: {name}: {error}") from None
    return found


class Readiness:
    """Probes all dependencies at once and remembers the answers for one second."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._targets = {} if settings.off("ready") else targets(environment)
        self._lock = threading.Lock()
        self._running: dict[str, threading.Thread] = {}
        self._reasons: dict[str, str] = {}
        self._until = 0.0

    def dependencies(self) -> dict[str, str]:
        """For each dependency `ok` or the reason why it is not; takes about 1 s at most."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._probe()
                self._until = time.monotonic() + CACHED_SECONDS
            return dict(self._reasons)

    def report(self) -> tuple[bool, dict]:
        """Ready or not, and why."""
        checks = self.dependencies()
        state = "ready"
        if shared.draining():
            state = "draining"
        elif not shared.started():
            state = "starting"
        elif shared.stalled():
            state = "stalled"
        elif any(reason != "ok" for reason in checks.values()):
            state = "unavailable"
        return state == "ready", {"status": state, "checks": checks}

    def _probe(self) -> None:
        deadline = time.monotonic() + TIMEOUT_SECONDS + 0.1
        for name, target in self._targets.items():
            # A probe that hangs (in name resolution, which has no time limit) is not doubled.
            if name not in self._running or not self._running[name].is_alive():
                self._reasons[name] = "no answer in time"
                thread = threading.Thread(target=self._ask, args=(name, target), daemon=True)
                self._running[name] = thread
                thread.start()
        for name, thread in self._running.items():
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                self._reasons[name] = "no answer in time"

    def _ask(self, name: str, target: Target) -> None:
        try:
            target.check()
            self._reasons[name] = "ok"
        except Down as error:
            self._reasons[name] = str(error)
        except Exception as error:  # noqa: BLE001  a broken probe is an answer too
            self._reasons[name] = f"the probe failed: {error!r}"


def here() -> Readiness:
    """The readiness of this very process's environment."""
    return Readiness(dict(os.environ))
