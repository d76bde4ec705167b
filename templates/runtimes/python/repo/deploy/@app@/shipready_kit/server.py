"""Starts the server that answers requests."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from shipready_kit import proxy, reload, settings
from shipready_kit.launch import finished
from shipready_kit.supervise import Supervisor, prepare, start

KIT = Path(__file__).resolve().parent.parent
ASGI = (KIT / "shipready_kit" / "asgi.py").exists()


def web() -> int:
    """Run the server until it ends; returns the exit code of the container."""
    environment = prepare()
    settings.bind()
    proxy.networks()
    if not environment.get("KIT_APP"):
        raise settings.SettingError("KIT_APP must name the application, such as main:app")
    argv = server()
    if settings.developing() and not ASGI:
        return reload.watch(lambda: start(argv, environment))
    supervisor = Supervisor(start(argv, environment), drain=settings.drain_seconds())
    code = finished(supervisor, "the server")
    if supervisor.leaving:
        time.sleep(settings.linger_seconds())
    return code


def server() -> list[str]:
    """How to start the server."""
    host, _, port = settings.bind().rpartition(":")
    if ASGI and settings.developing():
        # uvicorn's own reloader waits when the code is broken; gunicorn would give up.
        address = ["--host", host.strip("[]"), "--port", port]
        return [sys.executable, "-m", "uvicorn", "--reload", *address, "shipready_kit.asgi:app"]
    argv = [sys.executable, "-m", "shipready_kit", "gunicorn"]
    argv += ["--config", str(KIT / "gunicorn.conf.py")]
    return [*argv, "shipready_kit.asgi:app" if ASGI else "shipready_kit.wsgi:app"]
