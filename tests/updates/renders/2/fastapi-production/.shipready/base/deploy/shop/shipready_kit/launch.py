"""Starts what a container runs: the server that answers requests, or a program beside it."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from shipready_kit import proxy, reload, settings
from shipready_kit.supervise import Supervisor, prepare, start

KIT = Path(__file__).resolve().parent.parent

log = logging.getLogger("shipready")


def web() -> int:
    """Run the server until it ends; returns the exit code of the container."""
    environment = prepare()
    settings.bind()
    proxy.networks()
    if not environment.get("KIT_APP"):
        raise settings.SettingError("KIT_APP must name the application, such as main:app")
    supervisor = Supervisor(start(server(), environment), drain=settings.drain_seconds())
    return finished(supervisor, "the server")


def server() -> list[str]:
    """How to start the server."""
    host, _, port = settings.bind().rpartition(":")
    asgi = (KIT / "shipready_kit" / "asgi.py").exists()
    if asgi and settings.developing():
        # uvicorn's own reloader waits when the code is broken; gunicorn would give up.
        address = ["--host", host.strip("[]"), "--port", port]
        return [sys.executable, "-m", "uvicorn", "--reload", *address, "shipready_kit.asgi:app"]
    argv = [sys.executable, "-m", "shipready_kit", "gunicorn"]
    argv += ["--config", str(KIT / "gunicorn.conf.py")]
    return [*argv, "shipready_kit.asgi:app" if asgi else "shipready_kit.wsgi:app"]


def worker(command: list[str]) -> int:
    """Run a program that answers no requests until it ends: a queue's worker, a scheduler."""
    environment = prepare()
    argv = program(command)
    if settings.developing():
        return reload.watch(lambda: start(argv, environment))
    return finished(Supervisor(start(argv, environment)), command[0])


def program(command: list[str]) -> list[str]:
    """How to start a program so that its logs and its errors are seen to."""
    return [sys.executable, "-m", "shipready_kit", "program", *command]


def finished(supervisor: Supervisor, name: str) -> int:
    """The exit code; an end that nobody asked for is an error, whatever the code."""
    code = supervisor.watch()
    if not supervisor.leaving:
        log.error("%s ended by itself with code %s", name, code)
    return code
