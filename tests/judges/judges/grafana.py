"""Our own assertions over Grafana's dashboards: they are whole, and ask for what there is.

Grafana itself cannot be run here. What is known of it: the form of the files, PromQL by a parser that others wrote, and the
names of metrics as they were seen in answers of each exporter (config/metrics/, whose first lines say how).
"""

import json

from harness import dashboards, once

FILES = ("deploy/grafana/**/*.json", "deploy/grafana/provisioning/datasources/*.yaml")
DEPENDS_ON = once.ITS_KIND


def judge(tree, files, tools):
    sources = dashboards.sources(tree, [name for name in files if name.suffix == ".yaml"], tools)
    findings, queries, seen = [], [], {}
    for name in (name for name in files if name.suffix == ".json"):
        try:
            dashboard = json.loads((tree / name).read_text())
        except ValueError as error:
            findings.append(f"{name}: not JSON: {error}")
            continue
        findings += [f"{name}: {text}" for text in dashboards.form(dashboard, sources)]
        findings += _twice(name, dashboard.get("uid"), seen)
        queries += [(name, *query) for query in dashboards.queries(dashboard)]
    return findings + _asked(queries, tools)


def _twice(name, uid, seen):
    """Of two dashboards with one uid, Grafana shows one."""
    first = seen.setdefault(uid, name)
    return [] if first == name else [f"{name}: uid {uid} is that of {first} too"]


def _asked(queries, tools):
    findings = [
        f"{name}: {title}: {fault}"
        for name, title, source, text in queries
        if source == "loki"
        for fault in dashboards.logql(text)
    ]
    asked = [query for query in queries if query[2] == "prometheus"]
    known = dashboards.known()
    for (name, title, _, text), (fault, metrics) in zip(
        asked, dashboards.promql([query[3] for query in asked], tools), strict=True
    ):
        if fault:
            findings.append(f"{name}: {title}: not PromQL: {text}: {fault}")
        elif not metrics:
            findings.append(f"{name}: {title}: names no metric: {text}")
        findings += [f"{name}: {title}: nobody was seen to show {metric}" for metric in metrics if metric not in known]
    return findings
