"""Rules of Prometheus, and what becomes of them when they are broken."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.tools import Tools

RULES = "deploy/prometheus/rules"
TESTS = "deploy/prometheus/tests"
# The judges' own environment has a package that reads YAML.
READ = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)"

TURNED = {">": "<", "<": ">", ">=": "<", "<=": ">", "==": "!=", "!=": "=="}
# Labels and texts are none of an expression's comparisons.
TEXT = re.compile(r"\{[^}]*\}|\"[^\"]*\"|'[^']*'")
COMPARISON = re.compile(r"(>=|<=|==|!=|>|<)\s*(?:bool\s+)?(\d+(?:\.\d+)?)?")


def read(path: Path, tools: Tools) -> Any:
    """A YAML file as Python has it; None when it is none."""
    done = tools.run("python", "-c", READ, path)
    return json.loads(done.stdout) if done.returncode == 0 else None


def alerts(document: Any) -> Iterator[dict[str, Any]]:
    for group in (document or {}).get("groups") or []:
        yield from (rule for rule in group.get("rules") or [] if "alert" in rule)


def mutants(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every way to break one rule, in words, with the whole file that has it."""
    for at, rule in enumerate(alerts(document)):
        for words, broken in _broken(rule):
            changed = copy.deepcopy(document)
            list(alerts(changed))[at].update(broken)
            yield f"{rule['alert']}: {words}", changed


def _broken(rule: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    labels = rule.get("labels") or {}
    yield "without `for`", {"for": "0s"}
    yield "`for` twice as long", {"for": _twice(str(rule.get("for", "0s")))}
    yield "another severity", {"labels": {**labels, "severity": "info"}}
    yield from ((f"`{line.strip()}` left out", {"expr": without}) for line, without in _clauses(str(rule["expr"])))
    yield from ((words, {"expr": expr}) for words, expr in _compared(str(rule["expr"])))


def _twice(duration: str) -> str:
    return re.sub(r"\d+", lambda number: str(2 * int(number[0])), duration)


def _clauses(expr: str) -> Iterator[tuple[str, str]]:
    """A line that begins with `or`, `and` or `unless` says something of its own."""
    lines = expr.splitlines()
    for at, line in enumerate(lines):
        if re.match(r"\s*(or|and|unless)\b", line):
            yield line, "\n".join(lines[:at] + lines[at + 1 :])


def _compared(expr: str) -> Iterator[tuple[str, str]]:
    hidden = TEXT.sub(lambda text: " " * len(text[0]), expr)
    for found in COMPARISON.finditer(hidden):
        sign, number = found[1], found[2]
        yield f"`{sign}` turned around", expr[: found.start(1)] + TURNED[sign] + expr[found.end(1) :]
        for other in _off(float(number or 0)):
            yield f"{number} as {other:g}", expr[: found.start(2)] + f"{other:g}" + expr[found.end(2) :]


def _off(threshold: float) -> tuple[float, ...]:
    """A threshold that is too low or too high. Nothing is counted between small whole numbers."""
    if not threshold:
        return ()
    few = threshold < 10 and threshold.is_integer()
    return (threshold - 1 if few else threshold * 0.8, threshold * 2)
