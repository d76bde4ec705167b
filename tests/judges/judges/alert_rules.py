"""Each alert says how urgent it is, what it means and where its first steps are written, and waits before it tells."""

import re

from harness.rules import alerts, read

FILES = ("deploy/prometheus/rules/*.yml",)
SEVERITIES = ("critical", "warning")
RUNBOOK = "docs/operations/alerts.md"


def judge(tree, files, tools):
    page = tree / RUNBOOK
    headings = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE) if page.is_file() else []
    anchors = {heading.strip().lower().replace(" ", "-") for heading in headings}
    findings = []
    for path in files:
        document = read(tree / path, tools)
        if document is None:
            findings.append(f"{path}: it is not YAML")
            continue
        findings += [
            f"{path}: {rule['alert']}: {fault}" for rule in alerts(document) for fault in faults(rule, anchors)
        ]
    return findings


def faults(rule, anchors):
    if not rule.get("for"):
        yield "no `for`: it tells of what is over by itself"
    if (severity := (rule.get("labels") or {}).get("severity")) not in SEVERITIES:
        yield f"its severity is {severity}, not one of {', '.join(SEVERITIES)}"
    said = rule.get("annotations") or {}
    for name in ("summary", "description"):
        if not said.get(name):
            yield f"no {name}"
    file, _, anchor = str(said.get("runbook") or "").partition("#")
    if file != RUNBOOK or anchor not in anchors:
        yield f"its runbook {said.get('runbook')} leads nowhere"
