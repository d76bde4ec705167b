"""Work that is handed over through Redis: functions for RQ, and a huey with its tasks."""

import logging
import os
import time
from pathlib import Path

from huey import RedisHuey, crontab

huey = RedisHuey("chores", url=os.environ.get("REDIS_URL"))


def mark(event):
    (Path(os.environ["MARKS"]) / f"{event}-{time.time_ns()}").touch()


def clean(room, seconds):
    logging.getLogger("shop.chores").warning("cleaning")
    mark("begin")
    if seconds < 0:
        raise ValueError("no such room")
    # In steps: what is told to end by an exception of its own sees it between two of them.
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        time.sleep(0.05)
    mark("end")


@huey.task()
def cook(dish, seconds):
    clean(dish, seconds)


@huey.periodic_task(crontab())
def tidy():
    mark("tidied")
