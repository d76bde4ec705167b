"""A queue of SAQ, whose jobs have time to finish."""

import asyncio
import os

import chores
from saq import Queue

queue = Queue.from_url(os.environ["REDIS_URL"])


async def cook(context, *, dish, seconds):
    await asyncio.to_thread(chores.clean, dish, seconds)


settings = {"queue": queue, "functions": [cook], "concurrency": 1, "shutdown_grace_period_s": 8}
