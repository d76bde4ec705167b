"""A database that is stopped is told of: its alert fires and reaches whoever listens, with the first steps named."""

import re

from harness.failure import expect
from harness.prometheus import firing, receiver

NEEDS = ("prometheus", "alerts", "database")
DISTURBS = True
DOWN = re.compile(r"^\s*- alert: (\w+Down)$", re.MULTILINE)


def alert_of(stack):
    """The first database with an alert of its own, and that; else the first, and what its users tell of it."""
    for database in stack.databases:
        rules = stack.project / f"deploy/prometheus/rules/{database}.yml"
        found = DOWN.search(rules.read_text()) if rules.exists() else None
        if found:
            return database, found[1]
    return stack.databases[0], "DependencyUnreachable"


def check(stack):
    database, alert = alert_of(stack)
    with receiver(stack) as listener:

        def told():
            return [each for each in listener.told() if each["labels"]["alertname"] == alert]

        stack.stop(database)
        try:
            # A quarter of a minute to the next scrape, a minute of patience, half a one to gather what fails together.
            heard = stack.wait(told, 300)
            known, messages = firing(stack), told()
        finally:
            stack.start(database)
        expect(
            heard, f"expected {alert} to reach the receiver within 5 minutes of stopping {database}; firing: {known}"
        )
        wanted = f"docs/operations/alerts.md#{alert.lower()}"
        expect(messages[0]["annotations"]["runbook"] == wanted, f"expected the link {wanted}, got {messages[0]}")
        page = (stack.project / "docs/operations/alerts.md").read_text()
        expect(f"## {alert}\n" in page, f"expected a section about {alert} in docs/operations/alerts.md")
        over = stack.wait(lambda: alert not in firing(stack), 90)
        expect(over, f"expected {alert} to be over within 90 s of the return of {database}")
        others = sorted({each["labels"]["alertname"] for each in listener.told()})
    if {"proxy", "web"} <= stack.features:
        expect(stack.front.settle(stack.path, 60), f"expected {stack.path} to answer 200 again within a minute")
    return f"{database}: told of {', '.join(others)}"
