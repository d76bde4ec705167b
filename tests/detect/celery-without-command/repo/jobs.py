from queueing import queue


@queue.task
def work() -> None: ...


@queue.on_after_configure.connect
def plan(sender, **_):
    sender.add_periodic_task(60, work.s())
