"""Process 1 of the container: secrets, the admin port, the server as a child, its end.

What TERM sets off (INT does the same):

    0 s                     /-/ready answers 503, answers carry `Connection: close`
    KIT_DRAIN_SECONDS       TERM to gunicorn: no new connections, running requests finish
    KIT_STOP_SECONDS        KILL, for whatever is still there

A second TERM cuts the drain short. HUP, USR1, TTIN and TTOU are passed on to gunicorn.
"""

from __future__ import annotations

import logging
import logging.config
import os
import signal
import sys
import time
from pathlib import Path

from shipready_kit import admin, capture, environ, logs, proxy, settings, shared
from shipready_kit.ready import Readiness

KIT = Path(__file__).resolve().parent.parent
STOPPING = {signal.SIGTERM, signal.SIGINT}
PASSED_ON = {signal.SIGHUP, signal.SIGUSR1, signal.SIGTTIN, signal.SIGTTOU, signal.SIGQUIT}
WATCHED = {signal.SIGCHLD, *STOPPING, *PASSED_ON}

log = logging.getLogger("shipready")


def web() -> int:
    """Run the server until it ends; returns the exit code of the container."""
    # Blocked signals wait for sigtimedwait(), in this thread and none of the others. As
    # process 1 we would not even receive a signal that is neither blocked nor handled.
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    dictionary = logs.dictionary()
    if dictionary is not None:
        logging.config.dictConfig(dictionary)
    capture.install()
    environment = environ.build(dict(os.environ))
    os.environ["KIT_SECRET_NAMES"] = environment["KIT_SECRET_NAMES"]
    check_settings()
    shared.prepare()
    admin.serve(Readiness(environment))
    return Supervisor(start(environment)).watch()


def check_settings() -> None:
    """A wrong setting should end the start, not the first request or the stop."""
    settings.bind()
    settings.graceful_seconds()
    proxy.networks()


def command() -> list[str]:
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


def start(environment: dict[str, str]) -> int:
    """Start the server in a process group of its own, with no signal blocked; its pid."""
    if not environment.get("KIT_APP"):
        raise settings.SettingError("KIT_APP must name the application, such as main:app")
    argv = command()
    return os.posix_spawn(
        sys.executable,
        argv,
        environment,
        setpgroup=0,
        setsigmask=(),
        setsigdef=(signal.SIGPIPE,),
    )


class Supervisor:
    """Waits for signals and for the server; knows how far the stop has come."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.status: int | None = None
        self.hand_over: float | None = None  # when gunicorn gets TERM
        self.kill: float | None = None  # the hard limit

    def watch(self) -> int:
        """Until the server ended; returns its exit code, 128 + n for a signal n."""
        while self.status is None:
            received = signal.sigtimedwait(WATCHED, self._patience())
            if received is not None:
                self._receive(received.si_signo)
            self._keep_time()
            self._reap()
        code = os.waitstatus_to_exitcode(self.status)
        if self.kill is None:
            log.error("the server ended by itself with code %s", code)
        return code if code >= 0 else 128 - code

    def _patience(self) -> float:
        due = [moment for moment in (self.hand_over, self.kill) if moment is not None]
        return max(0.0, min(due) - time.monotonic()) if due else 3600.0

    def _receive(self, number: int) -> None:
        if number in PASSED_ON:
            self._send(number)
        elif number in STOPPING and self.kill is None:
            self._begin_stop(number)
        elif number in STOPPING and self.hand_over is not None:
            self.hand_over = 0.0

    def _begin_stop(self, number: int) -> None:
        drain = settings.drain_seconds()
        log.info("%s: draining for %g s", signal.Signals(number).name, drain)
        if drain:
            shared.start_drain()
        now = time.monotonic()
        self.hand_over, self.kill = now + drain, now + settings.stop_seconds()

    def _keep_time(self) -> None:
        now = time.monotonic()
        if self.hand_over is not None and now >= self.hand_over:
            self.hand_over = None
            self._send(signal.SIGTERM)
        if self.kill is not None and now >= self.kill:
            log.error("still running after %g s: killed", settings.stop_seconds())
            self.kill = now + 1
            self._send(signal.SIGKILL, whole_group=True)

    def _send(self, number: int, whole_group: bool = False) -> None:
        try:
            (os.killpg if whole_group else os.kill)(self.pid, number)
        except ProcessLookupError:
            pass

    def _reap(self) -> None:
        """Collect the server and every orphan that fell to process 1."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.pid:
                self.status = status
