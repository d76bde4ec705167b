"""Starts a program that a container runs, and that answers no requests; for others see `server`."""

from __future__ import annotations

import logging
import sys

from shipready_kit import reload, settings
from shipready_kit.supervise import Supervisor, prepare, start

log = logging.getLogger("shipready")


def worker(command: list[str]) -> int:
    """Run a program that answers no requests until it ends: a queue's worker, a scheduler."""
    environment = prepare()
    argv = beside(command)
    if settings.developing():
        return reload.watch(lambda: start(argv, environment))
    name = command[1] if command[0] == "-m" else command[0]
    return finished(Supervisor(start(argv, environment)), name)


def program(target: str, arguments: list[str]) -> int:
    """Run a module or a script of the application until it ends: a bot, a listener."""
    return worker(["python" if target.endswith(".py") else "-m", target, *arguments])


def beside(command: list[str]) -> list[str]:
    """How to start a program so that its logs and its errors are seen to."""
    return [sys.executable, "-m", "shipready_kit", "beside", *command]


def finished(supervisor: Supervisor, name: str) -> int:
    """The exit code; an end that nobody asked for is an error, whatever the code."""
    code = supervisor.watch()
    if not supervisor.leaving:
        log.error("%s ended by itself with code %s", name, code)
    return code
