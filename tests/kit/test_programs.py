"""Programs beside the server: workers, schedulers, and commands at fixed times."""

import datetime
import os
import signal
import time

import pytest

CELERY = ("worker", "celery", "--quiet", "--app", "tasks")
EVERY_MINUTE = "* * * * *"


def of_shop(entries):
    return [entry for entry in entries if isinstance(entry, dict)]


def test_a_program_that_ignores_signals_ends_with_its_finally_blocks(python, start):
    program = start(python, command=("worker", "python", "program.py", "60", "0"))
    program.until(lambda: program.marks("begin"))
    assert program.ready().json() == {"status": "ready", "checks": {}}
    assert program.entry(logger="program", level="info", message="begins with ['60', '0']")
    began = time.monotonic()
    assert program.stop() == 0
    assert time.monotonic() - began < 5
    assert program.marks("end")
    assert len(of_shop(program.lines())) == len(program.lines())


def test_an_end_that_nobody_asked_for_ends_the_container(newest, start):
    program = start(newest, command=("worker", "python", "-m", "program", "0", "3"), wait=False)
    assert program.process.wait(20) == 3
    assert program.entries(level="error", message="python ended by itself with code 3")
    missing = start(newest, command=("worker", "nosuchthing"), wait=False)
    assert missing.process.wait(20) == 127


def test_a_program_that_hangs_is_killed_at_the_hard_limit(newest, start):
    command = ("worker", "sh", "-c", "trap '' TERM; while true; do sleep 1; done")
    program = start(newest, command=command, KIT_STOP_SECONDS="2")
    time.sleep(0.5)
    began = time.monotonic()
    program.signal()
    program.process.wait(10)
    assert 1.5 < time.monotonic() - began < 5


def test_a_celery_worker_is_ready_once_its_heart_beats_and_finishes_its_task(newest, start):
    worker = start(newest, command=(*CELERY, "worker", "--loglevel", "info", "--concurrency", "1"))
    worker.until(lambda: worker.marks("task-work"))
    assert worker.stop() == 0
    assert worker.marks("finished-work")
    noted = worker.entry(logger="shop.tasks", level="warning", message="noted work")
    assert len(noted["request_id"]) == 36
    assert worker.entries(message="printed work")
    assert worker.entries(logger="celery.worker.strategy")
    assert not any("data" in entry for entry in worker.entries(logger="celery.worker.strategy"))
    assert len(of_shop(worker.lines())) > 5


def test_a_celery_task_is_killed_at_the_limit_of_the_stack_but_for_one_of_the_application(
    newest, start
):
    command = (*CELERY, "worker", "--loglevel", "info", "--concurrency", "1")
    limit = {"KIT_QUEUE_TIME_LIMIT": "2", "KIT_QUEUE_ACKS_LATE": "1"}
    worker = start(newest, command=command, TASK_SECONDS="60", **limit)
    said = "Hard time limit (2s) exceeded"
    worker.until(
        lambda: any(said in str(entry.get("message")) for entry in of_shop(worker.lines()))
    )
    assert not worker.marks("finished-work")
    own = start(newest, command=command, TASK_SECONDS="4", OWN_LIMIT="60", **limit)
    own.until(lambda: own.marks("finished-work"))


def test_a_celery_worker_that_stands_still_is_not_ready(newest, start):
    worker = start(newest, command=(*CELERY, "worker", "--loglevel", "info", "--concurrency", "1"))
    (folder,) = (worker.folder / "runtime").iterdir()
    worker.until(lambda: worker.marks("finished-work"))
    (pid,) = children(worker.process.pid)
    os.kill(pid, signal.SIGSTOP)
    # What 30 seconds of silence would do.
    with (folder / "state").open("r+b") as state:
        state.seek(8)
        state.write(b"\0\0\0\0\0\0\xf0\x3f")
    assert worker.ready().json()["status"] == "stalled"
    assert worker.run("health").returncode == 1
    os.kill(pid, signal.SIGCONT)
    worker.until(lambda: worker.ready().status == 200)


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]


def test_a_celery_scheduler_is_ready_while_it_keeps_its_times(newest, start):
    arguments = ("beat", "--loglevel", "info", "--schedule", "schedule", "--pidfile=")
    beat = start(newest, command=(*CELERY, *arguments))
    beat.until(lambda: beat.entries(logger="celery.beat", level="info"))
    assert beat.ready().json()["status"] == "ready"
    assert beat.stop() == 0


def test_while_developing_a_change_starts_the_program_anew(newest, start):
    program = start(newest, command=("worker", "python", "program.py", "60", "0"), KIT_RELOAD="1")
    program.until(lambda: len(program.marks("begin")) == 1)
    code = program.folder / "work/speed.py"
    code.write_text("FACTOR = 0  # from now on\n")
    program.until(lambda: len(program.marks("begin")) == 2 and len(program.marks("end")) == 2)
    # It ended by itself; the next change starts it again.
    code.write_text("FACTOR = 100\n")
    program.until(lambda: len(program.marks("begin")) == 3)
    assert program.stop() == 0


@pytest.fixture
def cron(kit_module, monkeypatch):
    """The kit's scheduler inside this process, with a clock that a test can set."""
    module = kit_module("cron")
    moment = datetime.datetime(2030, 1, 31, 2, 59, 30, tzinfo=datetime.timezone.utc)
    monkeypatch.setattr(module, "now", lambda: moment)
    return module


def test_times_are_those_of_cron_in_utc(cron):
    after = lambda text: cron.after(text, cron.now()).isoformat()  # noqa: E731
    assert after("0 3 * * *") == "2030-01-31T03:00:00+00:00"
    assert after("*/5 * * * *") == "2030-01-31T03:00:00+00:00"
    assert after("0 0 29 2 *") == "2032-02-29T00:00:00+00:00"
    assert after("30 4 * * mon-fri") == "2030-01-31T04:30:00+00:00"
    assert after("0 0 * * 7") == "2030-02-03T00:00:00+00:00"


def test_a_command_runs_at_its_time_and_says_how_it_went(newest, start):
    job = start(newest, command=("cron", EVERY_MINUTE, "--", "python", "program.py", "0.2", "5"))
    assert job.marks("begin") == []
    job.until(lambda: job.entries(exit_status=5), patience=75)
    ended = job.entry(logger="shipready.cron", exit_status=5, level="error")
    assert 0.2 <= ended["duration_seconds"] < 5
    assert ended["command"] == "python program.py 0.2 5"
    assert job.entry(logger="program", message="begins with ['0.2', '5']")
    assert job.ready().status == 200, "a run that failed does not stop the next"
    assert job.stop() == 0


def test_term_reaches_a_run_that_is_going(newest, start):
    job = start(newest, command=("cron", EVERY_MINUTE, "--", "python", "program.py", "90", "0"))
    job.until(lambda: job.marks("begin"), patience=75)
    assert job.ready().status == 200
    began = time.monotonic()
    assert job.stop() == 0
    assert time.monotonic() - began < 5
    assert job.marks("end")
    assert job.entry(exit_status=0)


def test_a_wrong_schedule_ends_the_container(newest, start):
    job = start(newest, command=("cron", "0 25 * * *", "--", "true"), wait=False)
    assert job.process.wait(20) == 78
    assert "is no schedule" in job.output.read_text()


ALEMBIC = """#!/bin/sh
case "$*" in
*" heads") printf "$HEADS" ;;
*) echo "alembic $*" ;;
esac
"""


@pytest.mark.parametrize(("heads", "warned"), [("", True), ("1a2b (head)\n", False)])
def test_an_upgrade_without_any_revision_says_so(newest, start, tmp_path, heads, warned):
    (tmp_path / "alembic").write_text(ALEMBIC)
    (tmp_path / "alembic").chmod(0o755)
    server = start(newest, wait=False, app="others:bare", HEADS=heads)
    path = str(tmp_path / "alembic")
    done = server.run("run", path, "--config", "db/alembic.ini", "upgrade", "head")
    assert (done.returncode, done.stdout) == (0, "alembic --config db/alembic.ini upgrade head\n")
    assert ("there is no migration at all" in done.stderr) is warned
    current = server.run("run", path, "--config", "db/alembic.ini", "current")
    assert "migration" not in current.stderr


def test_a_program_whose_name_is_no_module_runs_all_the_same(newest, start):
    server = start(newest, wait=False, app="others:bare")
    assert server.run("run", "no.such-thing").returncode == 127
