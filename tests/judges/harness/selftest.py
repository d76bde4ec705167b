"""Judges the judges: each must reject every bad sample for the reason given with it, and accept a good tree."""

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from harness import trees
from harness.suite import Tree, Verdict, judge_all
from harness.tools import HOME, Tools


def self_test(judges: dict[str, ModuleType], tools: Tools) -> tuple[list[str], int]:
    """What is wrong with the judges (empty: nothing), and how many samples were judged as they must be."""
    samples = [(name, judge, tree) for name, judge in judges.items() for tree in folders(HOME / "bad" / name)]
    good = [(name, judge, tree) for name, judge in judges.items() for tree in folders(HOME / "good")]
    verdicts = list(judge_all(samples + good, tools))
    on_bad, on_good = verdicts[: len(samples)], verdicts[len(samples) :]
    faults = [f"{name}: no bad sample in bad/{name}/" for name in judges if not any(s[0] == name for s in samples)]
    faults += [fault for verdict in on_bad for fault in _unmet(verdict)]
    faults += _orphans(judges) + _good_faults(judges, on_good)
    return faults, sum(1 for v in on_bad if not any(_unmet(v))) + sum(1 for v in on_good if v.word == "passed")


def folders(parent: Path) -> list[Tree]:
    if not parent.is_dir():
        return []
    return [Tree(f"{parent.name}/{path.name}", path) for path in sorted(parent.iterdir()) if path.is_dir()]


def _unmet(verdict: Verdict) -> Iterable[str]:
    """A finding alone proves little: it may be about a missing file. EXPECT names the text that must be in one."""
    sample = f"bad/{verdict.tree.name}"
    if verdict.broken:
        yield f"{sample}: the judge broke\n{verdict.broken}"
        return
    if not verdict.findings:
        yield f"{sample}: not rejected ({verdict.word})"
        return
    expect = verdict.tree.root / trees.EXPECT
    wanted = expect.read_text().splitlines() if expect.exists() else []
    if not wanted:
        yield f"{sample}: has no {trees.EXPECT} file that says what must be found"
    for text in wanted:
        if not any(text in finding for finding in verdict.findings):
            found = "\n    ".join(verdict.findings)
            yield f"{sample}: nothing found with “{text}”, but:\n    {found}"


def _orphans(judges: dict[str, ModuleType]) -> Iterable[str]:
    known = {path.stem for path in (HOME / "judges").glob("*.py")}
    return [f"bad/{p.name}: no such judge" for p in sorted((HOME / "bad").iterdir()) if p.name not in known]


def _good_faults(judges: dict[str, ModuleType], verdicts: list[Verdict]) -> list[str]:
    faults = [f"{v.tree.name}: {v.judge} {text}" for v in verdicts for text in [v.broken, *v.findings] if text]
    seen = {v.judge for v in verdicts if v.files}
    return faults + [f"{name}: no good tree has a file for it" for name in judges if name not in seen]
