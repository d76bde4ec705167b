"""Django Q: alive is a cluster that pulls tasks from its broker, or whose own queue is full."""

from __future__ import annotations

from shipready_kit import imports, logs, programs, shared


def watch() -> None:
    """Hook into the cluster before it forks its processes."""
    imports.after("django_q.cluster", _cluster)


def _cluster(module) -> None:
    from django_q.signals import pre_execute

    pre_execute.connect(_begin, weak=False)
    owner = module.Sentinel
    spawn, status = owner.spawn_cluster, owner.status

    def spawning(sentinel) -> None:
        _hear(type(sentinel.broker))
        spawn(sentinel)

    def telling(sentinel) -> str:
        # All workers are busy, and as many tasks wait as may: nothing is pulled meanwhile.
        if sentinel.task_queue.full():
            shared.beat(programs.patience())
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
