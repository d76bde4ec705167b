"""Django Q: alive is a cluster that pulls tasks from its broker, or whose own queue is full."""

from __future__ import annotations

import contextlib
import time

from shipready_kit import imports, jobs, logs, programs, settings, shared


def watch() -> None:
    """Hook into the cluster before it forks its processes."""
    imports.after("django_q.conf", _limit)
    imports.after("django_q.cluster", _cluster)


def _limit(module) -> None:
    """Its default becomes what the stack asks for; what the application sets holds."""
    limit, conf = int(settings.number("KIT_QUEUE_TIME_LIMIT", 0)), module.Conf
    if limit and conf.TIMEOUT is None:
        conf.TIMEOUT = limit
        # Until then a task that was taken is not handed out once more.
        if "retry" not in conf.conf:
            conf.RETRY = max(conf.RETRY, limit + 30)


def _cluster(module) -> None:
    from django_q import signals

    signals.pre_execute.connect(_begin, weak=False)
    # Only in newer versions, and in the process that did the task.
    over = getattr(signals, "post_execute_in_worker", None)
    if over is not None:
        over.connect(_end, weak=False)
    owner = module.Sentinel
    spawn, status = owner.spawn_cluster, owner.status

    looked = 0.0

    def spawning(sentinel) -> None:
        _hear(type(sentinel.broker))
        spawn(sentinel)

    def counting(broker) -> None:
        nonlocal looked
        if time.monotonic() > looked + jobs.pause():
            looked = time.monotonic()
            with contextlib.suppress(Exception):
                jobs.waiting(broker.list_key, broker.queue_size())

    def telling(sentinel) -> str:
        # All workers are busy, and as many tasks wait as may: nothing is pulled meanwhile.
        if sentinel.task_queue.full():
            shared.beat(programs.patience())
        counting(sentinel.broker)
        return status(sentinel)

    owner.spawn_cluster, owner.status = spawning, telling


def _hear(broker) -> None:
    dequeue = broker.dequeue

    def pulling(self):
        tasks = dequeue(self)
        shared.beat(programs.patience())
        return tasks

    broker.dequeue = pulling


def _begin(task=None, **_details) -> None:
    logs.request_id.set((task or {}).get("id"))
    jobs.begin((task or {}).get("id"))


def _end(task=None, **_details) -> None:
    func = task["func"]
    name = func if isinstance(func, str) else getattr(func, "__qualname__", "other")
    jobs.end(task["id"], name, "done" if task.get("success") else "failed")
