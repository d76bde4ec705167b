"""SAQ: alive is a worker whose event loop runs, and whose tasks wait for a job or do one.

It waits for as long as there is none and says nothing of its connection: see KIT_CHECKS for that.
"""

from __future__ import annotations

import asyncio

from shipready_kit import imports, logs, programs, shared


def watch() -> None:
    """Hook into the worker; nothing of how it works changes."""
    imports.after("saq.worker", _worker)


def _worker(module) -> None:
    owner = module.Worker
    start, before = owner.start, owner._before_process

    async def starting(worker) -> None:
        pulse = asyncio.ensure_future(_pulse(worker))
        try:
            await start(worker)
        finally:
            pulse.cancel()

    async def beginning(worker, context) -> None:
        logs.request_id.set(context["job"].id)
        await before(worker, context)

    owner.start, owner._before_process = starting, beginning


async def _pulse(worker) -> None:
    while True:
        await asyncio.sleep(programs.patience() / 4)
        if any(_takes(task) and not task.done() for task in worker.tasks):
            shared.beat(programs.patience())


def _takes(task) -> bool:
    return getattr(task.get_coro(), "__name__", "") == "process"
