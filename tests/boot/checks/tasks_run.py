"""A worker of Celery does a task that it is handed, and counts it; Flower, where it is there, shows the worker."""

import re

from harness.failure import expect

NEEDS = ("celery",)
# A task of Celery's own, which every application knows: it answers what it is called with.
TASK = "celery.accumulate"
DONE = re.compile(rf'^queue_jobs_total\{{outcome="done",task="{re.escape(TASK)}"\}} ([\d.e+]+)$', re.MULTILINE)


def done(stack, service):
    """How many tasks all copies of the worker have counted, as far as this one shows."""
    status, text = stack.inside("/metrics", service)
    found = DONE.search(text)
    return float(found[1]) if status == 200 and found else 0


def call(stack, service, app, times=1):
    """Hand over tasks from inside the worker's container, by the application's own settings."""
    module, _, attribute = app.partition(":")
    lines = [
        "import importlib, celery",
        f"module = importlib.import_module({module!r})",
        f"names = [{attribute!r}] if {attribute!r} else ['app', 'celery']",
        "app = next((getattr(module, name) for name in names if hasattr(module, name)), celery.current_app)",
        f"[app.send_task({TASK!r}, args=[number]) for number in range({times})]",
    ]
    stack.run(*stack.within(service), "python", "-c", "\n".join(lines))


def check(stack):
    seen = []
    for service, app in stack.celery.items():
        before = done(stack, service)
        call(stack, service, app)
        heard = stack.wait(lambda name=service, old=before: done(stack, name) > old, 30)
        expect(heard, f"expected {service} to have done {TASK} within half a minute, it counts {done(stack, service)}")
        seen.append(f"{service}: {done(stack, service):.0f}")
    return ", ".join(seen)
