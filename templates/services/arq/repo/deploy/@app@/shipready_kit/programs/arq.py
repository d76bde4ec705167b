"""arq: alive is a worker that looks into its queue, or that is busy with all its jobs."""

from __future__ import annotations

import asyncio

from shipready_kit import logs, programs, shared


def watch() -> None:
    """Hook into the worker; nothing of how it works changes."""
    from arq.worker import Worker

    main, heart_beat, run_job = Worker.main, Worker.heart_beat, Worker.run_job

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

    async def running(worker, job_id, *arguments, **named):
        logs.request_id.set(job_id)
        return await run_job(worker, job_id, *arguments, **named)

    Worker.main, Worker.heart_beat, Worker.run_job = living, beating, running


async def _pulse(worker) -> None:
    while True:
        await asyncio.sleep(1)
        places = getattr(worker, "sem", None)
        if places is not None and places.locked():
            shared.beat(programs.patience())
