"""Work that nobody does is told of: with the workers stopped and their queue full, the alert reaches people."""

import re

from checks.tasks_run import call
from harness.failure import expect
from harness.prometheus import firing, receiver, shortened

NEEDS = ("prometheus", "alerts", "celery")
DISTURBS = True
ALERT = "QueueBacklog"
LIMIT = re.compile(rf"alert: {ALERT}\s+expr: .*?> (\d+)", re.DOTALL)


def limit(stack):
    """From when on a queue is too long, and the file that says so."""
    for rules in sorted((stack.project / "deploy/prometheus/rules").glob("*.yml")):
        found = LIMIT.search(rules.read_text())
        if found:
            return rules, int(found[1])
    return None, 0


def check(stack):
    rules, most = limit(stack)
    expect(rules, f"expected a rule of {ALERT}, as a stack with workers and prometheus has")
    service, app = next(iter(stack.celery.items()))
    with receiver(stack) as listener, shortened(stack, rules, ALERT):

        def told():
            return [each for each in listener.told() if each["labels"]["alertname"] == ALERT]

        containers = [container.id for container in stack.containers(service)]
        stack.run("docker", "pause", *containers)
        try:
            call(stack, stack.web_service, app, times=most + 50)
            heard = stack.wait(told, 300)
            known, messages = firing(stack), told()
        finally:
            stack.run("docker", "unpause", *containers)
        expect(heard, f"expected {ALERT} to reach the receiver within 5 minutes of {most + 50} tasks; firing: {known}")
        over = stack.wait(lambda: ALERT not in firing(stack), 120)
        expect(over, f"expected {ALERT} to be over within two minutes of the return of {service}")
    stack.await_healthy(service)
    return f"more than {most} in {messages[0]['labels']['key']}"
