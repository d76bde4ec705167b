"""Runs a command at fixed times, in UTC; one run at a time.

Each run writes a line when it begins and one when it ends, with its exit status and its
duration. A time that comes while the last run is still going is left out. TERM is passed
on to a run that is going, and ends the container after it.
"""

from __future__ import annotations

import logging
import shlex
import signal
import time
from datetime import datetime, timezone

from shipready_kit import settings, shared
from shipready_kit.launch import program
from shipready_kit.supervise import STOPPING, WATCHED, Supervisor, prepare, start

TICK_SECONDS = 10.0

log = logging.getLogger("shipready.cron")


def serve(expression: str, command: list[str]) -> int:
    """Keep the times of `expression` until TERM; returns the exit code of the container."""
    check(expression)
    environment = prepare()
    log.info("waiting for %s (UTC)", expression, extra={"command": shlex.join(command)})
    done = now()
    while True:
        due = after(expression, done)
        if not wait(due):
            return 0
        begun = time.monotonic()
        log.info("begins: %s", shlex.join(command))
        supervisor = Supervisor(start(program(command), environment), every=TICK_SECONDS, tick=tick)
        report(command, supervisor.watch(), time.monotonic() - begun)
        if supervisor.leaving:
            return 0
        done = max(now(), due)
        missed(expression, due, done)


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(timezone.utc)


def check(expression: str) -> None:
    """Raises SettingError for what is no schedule."""
    from cronsim import CronSimError

    try:
        after(expression, now())
    except (CronSimError, StopIteration):
        raise settings.SettingError(f"{expression!r} is no schedule such as `0 3 * * *`") from None


def after(expression: str, moment: datetime) -> datetime:
    """The first time of the schedule that is later than `moment`."""
    from cronsim import CronSim

    return next(CronSim(expression, moment))


def tick() -> None:
    """The scheduler works; it says so again before the time is out."""
    shared.beat(TICK_SECONDS * 3)


def wait(due: datetime) -> bool:
    """Until `due` by the clock on the wall, which may be set meanwhile; False after TERM."""
    while True:
        tick()
        left = (due - now()).total_seconds()
        if left <= 0:
            return True
        received = signal.sigtimedwait(WATCHED, min(left, TICK_SECONDS))
        if received is not None and received.si_signo in STOPPING:
            log.info("%s: stopping", signal.Signals(received.si_signo).name)
            return False


def report(command: list[str], status: int, seconds: float) -> None:
    """One line for a run that ended."""
    details = {
        "command": shlex.join(command),
        "exit_status": status,
        "duration_seconds": round(seconds, 3),
    }
    level = logging.ERROR if status else logging.INFO
    log.log(level, "ended with exit status %d after %.1f s", status, seconds, extra=details)


def missed(expression: str, due: datetime, done: datetime) -> None:
    """Says that the run took longer than the pause between two."""
    skipped = after(expression, due)
    if skipped <= done:
        log.warning("the run of %s was left out: the one before it was still going", skipped)
