"""SAQ: alive is a worker whose event loop runs, and whose tasks wait for a job or do one.

It waits for as long as there is none and says nothing of its connection: see KIT_CHECKS for that.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses

from shipready_kit import imports, jobs, logs, programs, settings, shared

# How a job ended, by what SAQ says of it.
ENDS = {"complete": "done", "queued": "again", "new": "again"}


def watch() -> None:
    """Hook into the worker; nothing of how it works changes."""
    imports.after("saq.worker", _worker)
    if settings.number("KIT_QUEUE_TIME_LIMIT", 0):
        imports.after("saq.job", _limit)


def _limit(module) -> None:
    """SAQ's own limit, 10 s, becomes the stack's; a job that says another keeps it."""
    limit = int(settings.number("KIT_QUEUE_TIME_LIMIT", 0))
    fields = [field for field in dataclasses.fields(module.Job) if field.init]
    usual = module.Job.__init__.__defaults__
    names = [field.name for field in fields][-len(usual) :]
    values = [limit if name == "timeout" else old for name, old in zip(names, usual)]
    module.Job.__init__.__defaults__ = tuple(values)
    # What equals it is not written into the queue, and read as it.
    next(field for field in fields if field.name == "timeout").default = limit


def _worker(module) -> None:
    owner = module.Worker
    start, before, after = owner.start, owner._before_process, owner._after_process

    async def starting(worker) -> None:
        pulse = asyncio.ensure_future(_pulse(worker))
        try:
            await start(worker)
        finally:
            pulse.cancel()

    async def beginning(worker, context) -> None:
        logs.request_id.set(context["job"].id)
        jobs.begin(id(context))
        await before(worker, context)

    async def ending(worker, context) -> None:
        job = context["job"]
        outcome = ENDS.get(str(getattr(job.status, "value", job.status)), "failed")
        jobs.end(id(context), job.function, outcome)
        await after(worker, context)

    owner.start, owner._before_process, owner._after_process = starting, beginning, ending


async def _pulse(worker) -> None:
    counting = asyncio.ensure_future(_count(worker.queue))
    try:
        await _beat(worker)
    finally:
        counting.cancel()


async def _count(queue) -> None:
    while True:
        with contextlib.suppress(Exception):
            jobs.waiting(queue.name, await queue.count("queued"))
        await asyncio.sleep(jobs.pause())


async def _beat(worker) -> None:
    while True:
        await asyncio.sleep(programs.patience() / 4)
        if any(_takes(task) and not task.done() for task in worker.tasks):
            shared.beat(programs.patience())


def _takes(task) -> bool:
    return getattr(task.get_coro(), "__name__", "") == "process"
