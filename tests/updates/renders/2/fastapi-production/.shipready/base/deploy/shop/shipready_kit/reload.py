"""While developing: starts a program anew at every change of the code, whatever tool it uses."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path

from shipready_kit import shared
from shipready_kit.supervise import STOPPING, WATCHED, Supervisor

EVERY_SECONDS = 1.0
# Nothing that belongs to the program itself.
LEFT_OUT = {"node_modules", "__pycache__", "venv"}

log = logging.getLogger("shipready")


def snapshot(root: Path) -> dict[str, int]:
    """When each Python file below `root` was changed, in nanoseconds."""
    found = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in LEFT_OUT and name[0] != "."]
        for name in files:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                try:
                    found[path] = os.stat(path).st_mtime_ns
                except OSError:
                    continue  # it went in the meantime
    return found


class Changes:
    """Says whether a file changed since it was asked last."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.known = snapshot(root)

    def any(self) -> bool:
        """True once after a change."""
        now = snapshot(self.root)
        before, self.known = self.known, now
        return now != before


def watch(begin: Callable[[], int]) -> int:
    """Run what `begin` starts, again after each change, until TERM; the last exit code.

    A program that ended by itself, perhaps because the code is broken, waits for a change.
    """
    changes = Changes(Path.cwd())
    while True:
        supervisor = Supervisor(begin(), every=EVERY_SECONDS)

        def look(running: Supervisor = supervisor) -> None:
            if running.kill is None and changes.any():
                log.info("the code changed: starting anew")
                running.end()

        supervisor.tick = look
        code = supervisor.watch()
        if supervisor.leaving:
            return code
        shared.mark_stopped()
        while supervisor.kill is None and not changes.any():
            received = signal.sigtimedwait(WATCHED, EVERY_SECONDS)
            if received is not None and received.si_signo in STOPPING:
                return code
