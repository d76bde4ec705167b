"""Found by huey and by Dramatiq themselves."""

import chores
import dramatiq
from huey.contrib.djhuey import task


@task()
def cook(dish, seconds):
    chores.clean(dish, seconds)


@dramatiq.actor
def bake(dish, seconds):
    chores.clean(dish, seconds)
