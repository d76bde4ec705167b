"""rq: alive is a worker that waits at its queues, or that watches over the job it does."""

from __future__ import annotations

import contextlib
import logging

from shipready_kit import imports, jobs, logs, programs, settings, shared

# How a job ended, by its status; one without was done, and left nothing behind.
ENDS = {
    "failed": "failed",
    "stopped": "failed",
    "canceled": "failed",
    "scheduled": "again",
    "queued": "again",
}


def watch() -> None:
    """Hook into the workers, in this process and in those that it forks."""
    imports.after("rq.worker", _worker)
    if not settings.off("logs"):
        imports.after("rq.logutils", _plain)


def _plain(module) -> None:
    """Colours are for people; a handler without them writes JSON."""
    module.ColorizingStreamHandler = logging.StreamHandler


def _worker(module) -> None:
    for owner in (getattr(module, "BaseWorker", None), module.Worker):
        methods = vars(owner) if owner is not None else {}
        if "heartbeat" in methods:
            _hear(owner)
        if "dequeue_timeout" in methods:
            _wait_less(owner)
        if "perform_job" in methods:
            _name_jobs(owner)
    for owner in vars(module).values():
        if isinstance(owner, type) and "execute_job" in vars(owner):
            _count(owner)


def _hear(owner) -> None:
    heartbeat = owner.heartbeat

    def beating(worker, timeout=None, *arguments, **named):
        # What a job was called with stands in no log: it may be anybody's data.
        worker.log_job_description = False
        done = heartbeat(worker, timeout, *arguments, **named)
        # While it does a job, it says itself how long it may be silent.
        shared.beat(timeout or programs.patience())
        return done

    owner.heartbeat = beating


def _wait_less(owner) -> None:
    """It waits 6 minutes for a job otherwise, and says nothing meanwhile."""
    usual, most = owner.dequeue_timeout.fget, max(1, int(programs.patience() / 4))
    owner.dequeue_timeout = property(lambda worker: min(most, usual(worker)))


def _count(owner) -> None:
    execute = owner.execute_job

    def executing(worker, job, *arguments, **named):
        jobs.begin(job.id)
        outcome = "failed"
        try:
            done = execute(worker, job, *arguments, **named)
            with contextlib.suppress(Exception):
                outcome = "done"
                outcome = ENDS.get(str(getattr(job.get_status(), "value", "")), "done")
            return done
        finally:
            jobs.end(job.id, job.func_name, outcome)

    owner.execute_job = executing


def _name_jobs(owner) -> None:
    perform = owner.perform_job
    limit = int(settings.number("KIT_QUEUE_TIME_LIMIT", 0))

    def performing(worker, job, *arguments, **named):
        logs.request_id.set(job.id)
        # RQ writes its own limit into each job that says none.
        if limit and job.timeout in (None, worker.queue_class.DEFAULT_TIMEOUT):
            job.timeout = limit
        return perform(worker, job, *arguments, **named)

    owner.perform_job = performing
