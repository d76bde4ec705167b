"""Measurements in a file, a line of JSON each, and the table that is made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

HEAD = "| App | Dockerfile | Image | Upon its base | Nothing cached | A line of code | A dependency | Runs |"


@dataclass(frozen=True)
class Figures:
    """One image: sizes in bytes, with its base and without, and seconds for each of its three builds."""

    app: str
    way: str
    whole: int
    own: int
    cold: float
    code: float
    dependency: float


def add(file: Path, figures: Figures) -> None:
    with file.open("a") as lines:
        lines.write(json.dumps(asdict(figures)) + "\n")


def read(file: Path) -> list[Figures]:
    return [Figures(**json.loads(line)) for line in file.read_text().splitlines()]


def table(measured: Iterable[Figures]) -> str:
    """A row for each app and Dockerfile, in the order in which they were measured first."""
    groups: dict[tuple[str, str], list[Figures]] = {}
    for figures in measured:
        groups.setdefault((figures.app, figures.way), []).append(figures)
    rule = "|---" * (HEAD.count("|") - 1) + "|"
    return "\n".join([HEAD, rule, *(row(runs) for runs in groups.values())])


def row(runs: list[Figures]) -> str:
    """The smallest of each figure: whatever else the machine did can only add to it."""

    def least(name: str) -> float:
        return min(getattr(run, name) for run in runs)

    sizes = [f"{least(name) / 1e6:.1f} MB" for name in ("whole", "own")]
    times = [f"{least(name):.1f} s" for name in ("cold", "code", "dependency")]
    return "| " + " | ".join([runs[0].app, runs[0].way, *sizes, *times, str(len(runs))]) + " |"
