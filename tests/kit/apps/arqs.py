"""Jobs of arq, which have time to finish."""

import asyncio
import logging
import os

import chores
from arq.connections import RedisSettings


async def cook(context, dish, seconds):
    logging.getLogger("shop.chores").warning("cleaning")
    chores.mark("begin")
    if seconds < 0:
        raise ValueError("no such dish")
    await asyncio.sleep(seconds)
    chores.mark("end")


class WorkerSettings:
    functions = [cook]
    redis_settings = RedisSettings.from_dsn(os.environ["REDIS_URL"])
    max_jobs = 1
    job_completion_wait = 8
