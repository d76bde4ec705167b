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
    time.sleep(seconds)
    mark("end")


@huey.task()
def cook(dish, seconds):
    clean(dish, seconds)


@huey.periodic_task(crontab())
def tidy():
    mark("tidied")
