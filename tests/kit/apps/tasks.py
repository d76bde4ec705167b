"""A Celery application whose broker is in memory, and which plans a task for itself."""

import logging
import os
import time
from pathlib import Path

from celery import Celery
from celery.signals import worker_ready

app = Celery("tasks", broker="memory://")
if "OWN_LIMIT" in os.environ:
    app.conf.task_time_limit = int(os.environ["OWN_LIMIT"])
app.conf.beat_schedule = {"often": {"task": "tasks.note", "schedule": 0.2, "args": ["beat"]}}


def mark(event):
    (Path(os.environ["MARKS"]) / f"{event}-{time.time_ns()}").touch()


@app.task(name="tasks.note")
def note(word):
    logging.getLogger("shop.tasks").warning("noted %s", word)
    print(f"printed {word}")
    mark(f"task-{word}")
    time.sleep(float(os.environ.get("TASK_SECONDS", "1")))
    mark(f"finished-{word}")


@worker_ready.connect
def enqueue(sender, **_):
    # The broker is this process's own memory: nobody else can send anything.
    sender.app.send_task("tasks.note", ["work"])
