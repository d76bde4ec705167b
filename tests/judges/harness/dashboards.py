"""What stands in a dashboard of Grafana: its form, and what it asks whom."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from harness.tools import CONFIG, Tools

COLUMNS = 24  # of Grafana's grid
# Panels that ask nobody.
SILENT = {"row", "text"}
VARIABLE = re.compile(r"\$(?:\{(\w+)(?::\w+)?\}|(\w+))")
LABEL_VALUES = re.compile(r"label_values\((?:(.+),)?\s*(\w+)\)", re.DOTALL)
MATCHER = r'\s*[A-Za-z_]\w*\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*"\s*'
LINE = r'\s*(?:\|=|\|~|!=|!~)\s*"(?:[^"\\]|\\.)*"'
STAGE = r'\s*\|\s*(?:json|logfmt|[A-Za-z_]\w*\s*(?:=~|!~|!=|==|>=|<=|=|>|<)\s*(?:"(?:[^"\\]|\\.)*"|[\d.]+))'
# A selector, then filters of lines and fields: all that a list of lines needs.
LOGQL = re.compile(rf"\s*\{{{MATCHER}(?:,{MATCHER})*\}}(?:{LINE}|{STAGE})*\s*")
PARSE = """
import json, sys, promql_parser
def one(text):
    names = []
    def visit(expr):
        if isinstance(expr, promql_parser.VectorSelector):
            names.append(expr.name)
    try:
        promql_parser.walk(promql_parser.parse(text), visit)
    except ValueError as error:
        return [str(error).splitlines()[0], []]
    return [None, sorted({name for name in names if name})]
json.dump([one(text) for text in json.load(sys.stdin)], sys.stdout)
"""
READ = "import json, sys, yaml; print(json.dumps([yaml.safe_load(open(name)) for name in sys.argv[1:]]))"


def sources(tree: Path, files: list[Path], tools: Tools) -> dict[str, str]:
    """The data sources that are provisioned: their types by their uids."""
    read = tools.run("python", "-c", READ, *files, cwd=tree)
    documents = json.loads(read.stdout) if read.returncode == 0 else []
    return {each["uid"]: each["type"] for document in documents for each in document.get("datasources", [])}


def form(dashboard: dict, sources: dict[str, str]) -> Iterator[str]:
    """What is wrong with its form."""
    if not dashboard.get("uid"):
        yield "no uid, so that each start makes another dashboard"
    if dashboard.get("id") is not None:
        yield "an id, which belongs to the database of one Grafana"
    panels = dashboard.get("panels") or []
    if not panels:
        yield "no panels"
    for number, count in Counter(panel.get("id") for panel in panels).items():
        if number is None or count > 1:
            yield f"{count} panels have the id {number}"
    places = [cell for panel in panels for cell in _cells(panel["gridPos"])]
    if len(places) != len(set(places)):
        yield "panels lie over each other"
    for panel in panels:
        if panel["gridPos"]["x"] + panel["gridPos"]["w"] > COLUMNS:
            yield f"{panel['title']}: it is wider than the page"
        source = panel.get("datasource") or {}
        if panel["type"] not in SILENT and sources.get(source.get("uid")) != source.get("type"):
            yield f"{panel['title']}: no data source {source.get('uid')} of the type {source.get('type')} is provisioned"
    yield from _variables(dashboard, panels)


def _cells(place: dict) -> list[tuple[int, int]]:
    return [(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])]


def _variables(dashboard: dict, panels: list[dict]) -> Iterator[str]:
    there = {variable["name"] for variable in dashboard.get("templating", {}).get("list", [])}
    for panel in panels:
        for target in panel.get("targets") or []:
            for braced, plain in VARIABLE.findall(target["expr"]):
                name = braced or plain
                if name not in there and not name.startswith("__"):
                    yield f"{panel['title']}: there is no variable ${name}"


def queries(dashboard: dict) -> Iterator[tuple[str, str, str]]:
    """Title, kind of data source, and text without variables of all that it asks."""
    for panel in dashboard.get("panels") or []:
        for target in panel.get("targets") or []:
            kind = (target.get("datasource") or panel.get("datasource") or {}).get("type", "")
            yield panel["title"], kind, _plain(target["expr"])
    for variable in dashboard.get("templating", {}).get("list", []):
        asked = LABEL_VALUES.fullmatch(variable["query"]["query"])
        # Without a metric, the label of all of them.
        if asked and asked[1]:
            yield f"${variable['name']}", variable["datasource"]["type"], _plain(asked[1])


def _plain(text: str) -> str:
    """With a duration or a word in the place of each variable, as Grafana puts its value there."""
    return VARIABLE.sub(lambda found: "5m" if (found[1] or found[2]).startswith("__") else "x", text)


def promql(texts: list[str], tools: Tools) -> list[tuple[str | None, list[str]]]:
    """What is wrong with each, and the metrics that it names."""
    if not texts:
        return []
    done = tools.run("python", "-c", PARSE, input=json.dumps(texts))
    return [(fault, metrics) for fault, metrics in json.loads(done.stdout)]


def logql(text: str) -> list[str]:
    return [] if LOGQL.fullmatch(text) else [f"not LogQL for a list of lines: {text}"]


def known() -> set[str]:
    """Every metric that some exporter was seen to show."""
    lines = [line for path in sorted((CONFIG / "metrics").glob("*.txt")) for line in path.read_text().splitlines()]
    return {line for line in lines if line and not line.startswith("#")}
