"""Workers of queues: ready while they take work, and what they have begun is finished."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from harness import free_port
from prepared import python_of
from sites import SETTINGS

SILENCE = 3  # seconds
WORD = "private-word"
DJANGO = {**SETTINGS, "KIT_SETTINGS": "queued.settings"}
SETUP = "import django; django.setup(); "
RQ = "import chores, os, redis, rq; "
RQ += "rq.Queue('mail', connection=redis.Redis.from_url(os.environ['REDIS_URL']))"
RQ += f".enqueue(chores.clean, '{WORD}', SECONDS)"

# One event loop for all of them.
SAQ = f"""import asyncio, saqs
async def hand_over():
    for _ in range(TIMES):
        await saqs.queue.enqueue('cook', dish='{WORD}', seconds=SECONDS)
asyncio.run(hand_over())
"""

ARQ = f"""import arq, arqs, asyncio
async def hand_over():
    pool = await arq.create_pool(arqs.WorkerSettings.redis_settings)
    for _ in range(TIMES):
        await pool.enqueue_job('cook', '{WORD}', SECONDS)
asyncio.run(hand_over())
"""

# By name: the command, how work that takes so many SECONDS is handed over, and the settings.
QUEUES = {
    "rq": (("rq", "worker", "--with-scheduler", "mail"), RQ, {}),
    "django-rq": (
        ("python", "manage.py", "rqworker", "default"),
        f"{SETUP}import django_rq, chores; django_rq.enqueue(chores.clean, '{WORD}', SECONDS)",
        DJANGO,
    ),
    "huey": (
        ("huey_consumer", "chores.huey", "--workers", "1", "--no-periodic"),
        f"import chores; chores.cook('{WORD}', SECONDS)",
        {},
    ),
    "django-huey": (
        ("python", "manage.py", "run_huey"),
        f"{SETUP}from queued.tasks import cook; cook('{WORD}', SECONDS)",
        DJANGO,
    ),
    "django-q": (
        ("python", "manage.py", "qcluster"),
        f"{SETUP}from django_q.tasks import async_task as a; a('chores.clean', '{WORD}', SECONDS)",
        DJANGO,
    ),
    "dramatiq": (
        ("dramatiq", "actors", "--processes", "1", "--threads", "1"),
        f"import actors; actors.cook.send('{WORD}', SECONDS)",
        {},
    ),
    "django-dramatiq": (
        ("python", "manage.py", "rundramatiq", "--processes", "1", "--threads", "1"),
        f"{SETUP}from queued.tasks import bake; bake.send('{WORD}', SECONDS)",
        DJANGO,
    ),
    "saq": (("saq", "saqs.settings"), SAQ, {}),
    "arq": (("arq", "arqs.WorkerSettings"), ARQ, {}),
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

    def begin(name, *words, **more):
        command, code, settings = QUEUES[name]
        command = (*command, *words)
        told = {"REDIS_URL": redis.url, "RQ_REDIS_URL": redis.url}
        told["KIT_QUEUE"] = OF_DJANGO.get(name, name)
        told.update(settings, **more, KIT_QUEUE_SILENCE=str(SILENCE))
        told["KIT_CHECKS"] = f"redis={redis.url}"
        python = python_of("arq" if name == "arq" else "queues")
        worker = start(python, command=("worker", *command), wait=False, **told)
        if settings:
            assert worker.run("run", "python", "manage.py", "migrate").returncode == 0
        worker.until(lambda: worker.ready().status == 200)

        def hand_over(seconds=2, times=1):
            lines = code
            if "TIMES" not in code:
                *setup, act = code.split("; ")
                lines = "; ".join(setup) + f"\nfor _ in range(TIMES): {act}"
            lines = lines.replace("SECONDS", str(seconds)).replace("TIMES", str(times))
            done = worker.run("run", "python", "-c", lines)
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


TASKS = {
    "rq": "chores.clean",
    "django-rq": "chores.clean",
    "django-q": "chores.clean",
    "django-dramatiq": "bake",
}
# Where the server of the queue is asked by an exporter instead.
COUNTED = {
    "huey": "chores",
    "django-huey": "queued",
    "django-q": "django_q:queued:q",
    "saq": "default",
}
TAKEN = 3  # as many at most are in a program's own hands already


def ended(worker, name, outcome):
    """How many jobs ended so; dramatiq tries again by itself."""
    task = TASKS.get(name, "cook")
    return worker.sample(f'queue_jobs_total{{outcome="{outcome}",task="{task}"}}') or 0


@pytest.mark.parametrize("name", QUEUES)
def test_jobs_are_counted_by_how_they_ended_and_timed(work, name):
    worker = work(name)
    # Less than SAQ itself allows.
    worker.hand_over(seconds=8)
    worker.until(lambda: worker.sample("queue_jobs_in_progress") == 1)
    worker.until(lambda: ended(worker, name, "done") == 1)
    assert worker.sample("queue_jobs_in_progress") == 0
    task = TASKS.get(name, "cook")
    spent = worker.sample(f'queue_job_duration_seconds_sum{{task="{task}"}}')
    assert 7.9 < spent < 40
    worker.hand_over(seconds=-1)
    worker.until(lambda: ended(worker, name, "failed") == 1)
    assert ended(worker, name, "done") == 1
    assert worker.sample("queue_jobs_in_progress") == 0


@pytest.mark.parametrize("name", QUEUES)
def test_a_job_ends_at_the_limit_of_the_stack(work, name):
    # A thread of huey cannot be ended.
    words = ("--worker-type", "process") if "huey" in name else ()
    worker = work(name, *words, KIT_QUEUE_TIME_LIMIT="2")
    began = time.monotonic()
    worker.hand_over(seconds=60)
    worker.until(lambda: ended(worker, name, "failed") >= 1, patience=40)
    assert time.monotonic() - began < 40
    assert worker.marks("begin") and not worker.marks("end")


@pytest.mark.parametrize("name", COUNTED)
def test_what_waits_in_a_queue_is_counted(work, name):
    worker = work(name, KIT_QUEUE_LOOK="1")
    waiting = f'queue_jobs_waiting{{queue="{COUNTED[name]}"}}'
    worker.until(lambda: worker.sample(waiting) == 0)
    worker.hand_over(seconds=120, times=TAKEN + 2)
    worker.until(lambda: (worker.sample(waiting) or 0) >= 2)
    assert worker.sample(waiting) < TAKEN + 2


def below(pid):
    """The processes that a process started, and those that they did."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        children = []
        # A thread may end while it is looked at.
        with contextlib.suppress(OSError):
            children = [int(word) for word in (task / "children").read_text().split()]
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
