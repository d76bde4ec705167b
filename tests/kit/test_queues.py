"""Workers of queues: ready while they take work, and what they have begun is finished."""

import os
import shutil
import signal
import subprocess
import time

import pytest

from harness import free_port, python_of
from sites import SETTINGS

SILENCE = 3  # seconds
WORD = "private-word"
DJANGO = {**SETTINGS, "KIT_SETTINGS": "queued.settings"}
SETUP = "import django; django.setup(); "
RQ = "import chores, os, redis, rq; "
RQ += "rq.Queue('mail', connection=redis.Redis.from_url(os.environ['REDIS_URL']))"
RQ += f".enqueue(chores.clean, '{WORD}', 2)"

# By name: the command, how work is handed over, and the settings.
QUEUES = {
    "rq": (("rq", "worker", "--with-scheduler", "mail"), RQ, {}),
    "django-rq": (
        ("python", "manage.py", "rqworker", "default"),
        f"{SETUP}import django_rq, chores; django_rq.enqueue(chores.clean, '{WORD}', 2)",
        DJANGO,
    ),
    "huey": (
        ("huey_consumer", "chores.huey", "--workers", "1", "--no-periodic"),
        f"import chores; chores.cook('{WORD}', 2)",
        {},
    ),
    "django-huey": (
        ("python", "manage.py", "run_huey"),
        f"{SETUP}from queued.tasks import cook; cook('{WORD}', 2)",
        DJANGO,
    ),
    "django-q": (
        ("python", "manage.py", "qcluster"),
        f"{SETUP}from django_q.tasks import async_task; async_task('chores.clean', '{WORD}', 2)",
        DJANGO,
    ),
    "dramatiq": (
        ("dramatiq", "actors", "--processes", "1", "--threads", "1"),
        f"import actors; actors.cook.send('{WORD}', 2)",
        {},
    ),
    "django-dramatiq": (
        ("python", "manage.py", "rundramatiq", "--processes", "1", "--threads", "1"),
        f"{SETUP}from queued.tasks import bake; bake.send('{WORD}', 2)",
        DJANGO,
    ),
    "saq": (
        ("saq", "saqs.settings"),
        f"import asyncio, saqs; asyncio.run(saqs.queue.enqueue('cook', dish='{WORD}', seconds=2))",
        {},
    ),
}
OF_DJANGO = {"django-rq": "rq", "django-huey": "huey", "django-dramatiq": "dramatiq"}


class Redis:
    """A Redis server that a test may stop and start."""

    def __init__(self):
        assert shutil.which("redis-server"), "the tests of queues need redis-server"
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.begin()

    def begin(self):
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", "/tmp"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def end(self):
        self.process.terminate()
        self.process.wait()


@pytest.fixture
def redis():
    server = Redis()
    yield server
    server.end()


@pytest.fixture
def work(start, redis):
    """Starts the worker of a queue, and hands work over to it."""

    def begin(name):
        command, code, settings = QUEUES[name]
        told = {"REDIS_URL": redis.url, "RQ_REDIS_URL": redis.url}
        told["KIT_QUEUE"] = OF_DJANGO.get(name, name)
        told.update(settings, KIT_QUEUE_SILENCE=str(SILENCE), KIT_CHECKS=f"redis={redis.url}")
        python = python_of("queues")
        worker = start(python, command=("worker", *command), wait=False, **told)
        if settings:
            assert worker.run("run", "python", "manage.py", "migrate").returncode == 0
        worker.until(lambda: worker.ready().status == 200)

        def hand_over():
            done = worker.run("run", "python", "-c", code)
            assert done.returncode == 0, done.stderr

        worker.hand_over = hand_over
        return worker

    return begin


@pytest.mark.parametrize("name", QUEUES)
def test_a_worker_is_ready_while_it_takes_work_and_finishes_what_it_began(work, name):
    worker = work(name)
    time.sleep(SILENCE + 0.5)
    assert worker.ready().status == 200, "a queue without work is no reason"
    for pid in below(worker.process.pid):
        os.kill(pid, signal.SIGSTOP)
    worker.until(lambda: worker.ready().json()["status"] == "stalled", patience=15)
    for pid in below(worker.process.pid):
        os.kill(pid, signal.SIGCONT)
    worker.until(lambda: worker.ready().status == 200, patience=15)
    worker.hand_over()
    worker.until(lambda: worker.marks("begin"))
    assert not worker.marks("end")
    assert worker.stop() == 0
    assert len(worker.marks("begin")) == len(worker.marks("end")) == 1
    (noted,) = worker.entries(message="cleaning")
    assert len(noted["request_id"]) >= 30
    assert WORD not in worker.output.read_text(), "what a task is called with stands in no log"
    assert all(isinstance(entry, dict) for entry in worker.lines()), worker.tail()


def below(pid):
    """The processes that a process started, and those that they did."""
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as file:
            children = [int(word) for word in file.read().split()]
        found += [one for child in children for one in [child, *below(child)]]
    return found


def test_a_consumer_without_workers_keeps_times_and_does_nothing(start, redis):
    told = {"REDIS_URL": redis.url, "KIT_QUEUE": "huey", "KIT_QUEUE_SILENCE": str(SILENCE)}
    command = ("worker", "huey_consumer", "chores.huey", "--workers", "0")
    scheduler = start(python_of("queues"), command=command, **told)
    scheduler.until(lambda: scheduler.entries(logger="huey.consumer.Scheduler"))
    time.sleep(SILENCE + 0.5)
    assert scheduler.ready().status == 200
    assert not scheduler.marks("tidied")
    assert scheduler.stop() == 0
