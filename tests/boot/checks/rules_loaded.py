"""Prometheus evaluates every rule that stands in a file, and none fails."""

import re

from harness.failure import expect, expect_none
from harness.prometheus import ask

NEEDS = ("prometheus",)
ALERT = re.compile(r"^\s*- alert: (\w+)", re.MULTILINE)


def rules(stack):
    return [rule for group in ask(stack, "rules")["groups"] for rule in group["rules"]]


def check(stack):
    files = sorted((stack.project / "deploy/prometheus/rules").glob("*.yml"))
    written = {name for file in files for name in ALERT.findall(file.read_text())}
    expect(written, f"expected alerts in {len(files)} files, got none")
    stack.wait(lambda: all(rule["health"] != "unknown" for rule in rules(stack)), 60)
    loaded = rules(stack)
    missing = written - {rule["name"] for rule in loaded}
    expect(not missing, f"expected every alert to be loaded, got none of {sorted(missing)}")
    wrong = [
        f"{rule['name']}: {rule['health']} {rule.get('lastError', '')}" for rule in loaded if rule["health"] != "ok"
    ]
    expect_none(wrong, "every rule to be evaluated")
    return f"{len(written)} alerts"
