"""arq: alive is a worker that looks into its queue, or that is busy with all its jobs."""

from __future__ import annotations

import asyncio
import functools
from contextvars import ContextVar

from shipready_kit import jobs, logs, programs, settings, shared

_name: ContextVar[str] = ContextVar("name", default="unknown")


def watch() -> None:
    """Hook into the worker; nothing of how it works changes."""
    from arq import worker as module

    Worker, read = module.Worker, module.deserialize_job_raw

    main, heart_beat, run_job = Worker.main, Worker.heart_beat, Worker.run_job
    _settle(Worker, settings.number("KIT_QUEUE_TIME_LIMIT", 0))
    # What a job is called with may be anybody's data; the name and the id say enough.
    module.args_to_string = lambda *_: "…"

    async def beating(worker) -> None:
        # At the end of every look into the queue, twice a second by default.
        await heart_beat(worker)
        shared.beat(programs.patience())

    async def living(worker) -> None:
        # Older versions do not look while every place is taken; their event loop still turns.
        pulse = asyncio.ensure_future(_pulse(worker))
        try:
            await main(worker)
        finally:
            pulse.cancel()

    def reading(*arguments, **named):
        found = read(*arguments, **named)
        _name.set(found[0])
        return found

    async def running(worker, job_id, *arguments, **named):
        logs.request_id.set(job_id)
        jobs.begin(job_id)
        try:
            return await run_job(worker, job_id, *arguments, **named)
        finally:
            jobs.end(job_id, _name.get(), _outcome(worker))

    module.deserialize_job_raw = reading
    Worker.main, Worker.heart_beat, Worker.run_job = living, beating, running


def _settle(owner, limit: float) -> None:
    """No result stands in the log, the limit is the stack's; what the application sets holds."""
    make = owner.__init__

    def making(worker, *arguments, **named):
        named.setdefault("log_results", False)
        if limit:
            named.setdefault("job_timeout", limit)
        make(worker, *arguments, **named)

    owner.__init__ = functools.wraps(make)(making)


def _outcome(worker) -> str:
    """By which of arq's own counters went up since the last job."""
    now = {"failed": worker.jobs_failed, "again": worker.jobs_retried}
    before = worker.__dict__.setdefault("kit_seen", dict.fromkeys(now, 0))
    worker.kit_seen = now
    return next((name for name in now if now[name] > before[name]), "done")


async def _pulse(worker) -> None:
    while True:
        await asyncio.sleep(1)
        places = getattr(worker, "sem", None)
        if places is not None and places.locked():
            shared.beat(programs.patience())
