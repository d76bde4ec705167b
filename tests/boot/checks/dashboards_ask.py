"""Every query of every dashboard is one that Prometheus answers, and names metrics that the stack itself has shown."""

import json
import re

from checks.tasks_run import call
from harness.failure import expect, expect_none
from harness.prometheus import ask, ask_all

NEEDS = ("prometheus", "dashboards")
# What Grafana puts in for its own variables; those of a dashboard are matchers by a regular expression.
OWN = {"__rate_interval": "1m", "__interval": "15s", "__range": "1h"}
SELECTORS = ("vectorSelector", "matrixSelector")
VARIABLE = re.compile(r"\$(?:\{(\w+)(?::\w+)?\}|(\w+))")


def queries(stack):
    """Title and text of each query that goes to Prometheus."""
    for path in sorted((stack.project / "deploy/grafana/dashboards").glob("*.json")):
        for panel in json.loads(path.read_text())["panels"]:
            if (panel.get("datasource") or {}).get("type") != "prometheus":
                continue
            for target in panel.get("targets") or []:
                text = VARIABLE.sub(lambda found: OWN.get(found[1] or found[2], ".*"), target["expr"])
                yield f"{path.stem}: {panel['title']}", text


def metrics(tree):
    """The names in a query, as Prometheus itself reads it."""
    if isinstance(tree, list):
        return set().union(*(metrics(each) for each in tree))
    if not isinstance(tree, dict):
        return set()
    own = {tree["name"]} if tree.get("type") in SELECTORS and tree.get("name") else set()
    return own.union(*(metrics(each) for each in tree.values()))


def unseen(stack):
    known = set(ask(stack, "label/__name__/values"))
    asked = list(queries(stack))
    trees = ask_all(stack, [("parse_query", {"query": text}) for _, text in asked])
    answers = ask_all(stack, [("query", {"query": text}) for _, text in asked])
    found, empty = [], 0
    for (title, text), tree, answer in zip(asked, trees, answers, strict=True):
        if tree is None or answer is None:
            found.append(f"{title}: Prometheus refuses {text}")
            continue
        found += [f"{title}: nobody has shown {name}" for name in sorted(metrics(tree) - known)]
        empty += not answer["result"]
    return found, len(asked), empty


def check(stack):
    # What nobody visits has no route, and what does no task no duration.
    if {"proxy", "web"} <= stack.features:
        [stack.front.https(stack.path) for _ in range(3)]
    for service, app in stack.celery.items():
        call(stack, service, app)
    stack.wait(lambda: not unseen(stack)[0], 60)
    found, count, empty = unseen(stack)
    expect(count, "expected dashboards with queries, as a stack with Grafana has")
    expect_none(found, "every metric of the dashboards to be known")
    return f"{count} queries, {count - empty} with an answer"
