"""The only printing: a table per tree, then its findings; and what the pairwise set shows."""

import sys
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from harness.covering import Goal
from harness.suite import Verdict


def print_verdicts(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Each tree as soon as it was judged; gives back what it was given."""
    printed: list[Verdict] = []
    for name, group in groupby(verdicts, key=lambda verdict: verdict.tree.name):
        rows = list(group)
        print(f"\n{name}")
        for verdict in rows:
            count = f"{len(verdict.findings)} findings" if verdict.findings else ""
            files = f"{verdict.files:3d} files {verdict.seconds:5.1f} s" if verdict.files else ""
            before = f"  {verdict.before} judged before" if verdict.before else ""
            print(f"  {verdict.judge:<18}{verdict.word:<10}{files}{before}  {count}".rstrip())
        for verdict in rows:
            for text in [*verdict.findings, *([verdict.broken] if verdict.broken else [])]:
                print(f"  {verdict.judge}: {text.rstrip()}")
        sys.stdout.flush()
        printed += rows
    return printed


def print_faults(faults: Iterable[str]) -> None:
    for fault in faults:
        print(f"fault: {fault}")


def nothing_judged(verdicts: list[Verdict]) -> list[str]:
    """A tree in which no judge finds its files is a wrong folder, not a good one."""
    judged = {verdict.tree for verdict in verdicts if verdict.files}
    return [
        f"{tree.name}: no judge has anything to judge in it"
        for tree in {v.tree: None for v in verdicts}
        if tree not in judged
    ]


def print_summary(verdicts: list[Verdict], samples: int, faults: list[str]) -> int:
    """The last line, and the exit code: a skipped judge counts for neither side."""
    passed = samples + sum(1 for verdict in verdicts if verdict.word == "passed")
    failed = len(faults) + sum(1 for verdict in verdicts if verdict.bad)
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed else 0


def print_pairs(trees: int, goals: Iterable[Goal], not_possible: Iterable[str]) -> None:
    of = Counter(goal.kind for goal in goals)
    print(f"\n{trees} trees show all {of['beside'] + of['at']} pairs that are possible, ", end="")
    print(f"{of['beside']} of two services and {of['at']} of a service with a stack on a target;")
    print(f"and {of['without']} times a service without one of the others")
    for line in not_possible:
        print(f"not possible: {line}")
