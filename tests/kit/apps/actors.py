"""An actor of Dramatiq."""

import os

import chores
import dramatiq
from dramatiq.brokers.redis import RedisBroker

dramatiq.set_broker(RedisBroker(url=os.environ["REDIS_URL"]))


@dramatiq.actor
def cook(dish, seconds):
    chores.clean(dish, seconds)
