"""Process 1 of a container: starts a program as its child, passes signals on, ends it in time.

What TERM sets off (INT does the same):

    0 s                     /-/ready answers 503, answers carry `Connection: close`
    after the drain         TERM to the program, which finishes what it has begun
    KIT_STOP_SECONDS        KILL, for whatever is still there

A second TERM cuts the drain short. HUP, USR1, TTIN, TTOU and QUIT are passed on.
"""

from __future__ import annotations

import logging
import logging.config
import os
import signal
import sys
import time
from collections.abc import Callable

from shipready_kit import admin, capture, environ, logs, settings, shared
from shipready_kit.ready import Readiness

STOPPING = {signal.SIGTERM, signal.SIGINT}
PASSED_ON = {signal.SIGHUP, signal.SIGUSR1, signal.SIGTTIN, signal.SIGTTOU, signal.SIGQUIT}
WATCHED = {signal.SIGCHLD, *STOPPING, *PASSED_ON}

log = logging.getLogger("shipready")


def prepare() -> dict[str, str]:
    """Take over signals, logs and the admin port; returns the program's environment."""
    # Blocked signals wait for sigtimedwait(), in this thread and none of the others. As
    # process 1 we would not even receive a signal that is neither blocked nor handled.
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    dictionary = logs.dictionary()
    if dictionary is not None:
        logging.config.dictConfig(dictionary)
    else:
        logging.basicConfig(level=logs.level(), format="%(name)s: %(message)s")
    capture.install()
    environment = environ.build(dict(os.environ))
    os.environ["KIT_SECRET_NAMES"] = environment["KIT_SECRET_NAMES"]
    settings.graceful_seconds()  # a wrong setting ends the start, not the stop
    shared.prepare()
    admin.serve(Readiness(environment))
    return environment


def start(argv: list[str], environment: dict[str, str]) -> int:
    """Start a program in a process group of its own, with no signal blocked; its pid."""
    return os.posix_spawn(
        sys.executable,
        argv,
        environment,
        setpgroup=0,
        setsigmask=(),
        setsigdef=(signal.SIGPIPE,),
    )


class Supervisor:
    """Waits for signals and for one program; knows how far its stop has come.

    `tick` is called once in `every` seconds at least.
    """

    def __init__(
        self,
        pid: int,
        drain: float = 0,
        every: float = 3600,
        tick: Callable[[], None] | None = None,
    ) -> None:
        self.pid = pid
        self.drain, self.every, self.tick = drain, every, tick
        self.status: int | None = None
        self.hand_over: float | None = None  # when the program gets TERM
        self.kill: float | None = None  # the hard limit
        self.leaving = False  # the container itself was told to stop

    def watch(self) -> int:
        """Until the program ended; returns its exit code, 128 + n for a signal n."""
        while self.status is None:
            if self.tick is not None:
                self.tick()
            received = signal.sigtimedwait(WATCHED, self._patience())
            if received is not None:
                self._receive(received.si_signo)
            self._keep_time()
            self._reap()
        code = os.waitstatus_to_exitcode(self.status)
        return code if code >= 0 else 128 - code

    def end(self, drain: float = 0) -> None:
        """Begin to stop the program, now or after the drain; KILL follows at the hard limit."""
        now = time.monotonic()
        self.hand_over, self.kill = now + drain, now + settings.stop_seconds()

    def _patience(self) -> float:
        due = [moment for moment in (self.hand_over, self.kill) if moment is not None]
        left = max(0.0, min(due) - time.monotonic()) if due else self.every
        return min(left, self.every)

    def _receive(self, number: int) -> None:
        if number in PASSED_ON:
            self._send(number)
        elif number in STOPPING and not self.leaving:
            self._begin_stop(number)
        elif number in STOPPING and self.hand_over is not None:
            self.hand_over = 0.0

    def _begin_stop(self, number: int) -> None:
        self.leaving = True
        log.info("%s: draining for %g s", signal.Signals(number).name, self.drain)
        shared.start_drain()
        self.end(self.drain)

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
        """Collect the program and every orphan that fell to process 1."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.pid:
                self.status = status
