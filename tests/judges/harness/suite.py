"""Judges found by listing, and the verdict of each over each tree."""

import importlib.util
import time
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from harness import trees
from harness.once import Once
from harness.tools import HOME, Tools

WORKERS = 2  # a small CI machine; the judges are processes of their own


@dataclass(frozen=True)
class Tree:
    """A rendered folder. `without`: files in it that shipready did not write."""

    name: str
    root: Path
    without: frozenset[Path] = frozenset()


@dataclass
class Verdict:
    judge: str
    tree: Tree
    files: int
    before: int = 0  # of these, judged in another tree, and good
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)
    broken: str = ""  # the judge itself failed

    @property
    def word(self) -> str:
        if self.broken:
            return "broken"
        if self.findings:
            return "failed"
        return "passed" if self.files else "skipped: nothing to judge"

    @property
    def bad(self) -> bool:
        return bool(self.broken or self.findings)


def load(only: Iterable[str] = ()) -> dict[str, ModuleType]:
    """Every judge is a file in judges/, named by its id."""
    judges = {path.stem: _import(path) for path in sorted((HOME / "judges").glob("*.py"))}
    unknown = sorted(set(only) - set(judges))
    if unknown:
        raise SystemExit(f"no such judge: {', '.join(unknown)}; there are: {', '.join(judges)}")
    return {name: judge for name, judge in judges.items() if not only or name in set(only)}


def _import(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"judges.{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("__doc__", "FILES", "judge"):
        if not getattr(module, name, None):
            raise SystemExit(f"{path.name} has no {name}")
    return module


def judge_all(pairs: Iterable[tuple[str, ModuleType, Tree]], tools: Tools) -> Iterator[Verdict]:
    """In the order of the pairs, each as soon as it and those before it are known."""
    once = Once()
    with ThreadPoolExecutor(WORKERS) as pool:
        yield from pool.map(lambda pair: judge_one(*pair, tools, once), pairs)


def judge_one(name: str, judge: ModuleType, tree: Tree, tools: Tools, once: Once | None = None) -> Verdict:
    once = once or Once()
    files = trees.matching(tree.root, judge.FILES, getattr(judge, "concerns", None), tree.without)
    fresh = once.fresh(name, judge, tree.root, files)
    verdict = Verdict(name, tree, len(files), len(files) - len(fresh))
    start = time.monotonic()
    if fresh:
        try:
            verdict.findings = judge.judge(tree.root, fresh, tools)
            if not verdict.findings:
                once.note(name, judge, tree.root, files)
        except Exception:  # noqa: BLE001  one broken judge must not hide the verdicts of the others
            verdict.broken = traceback.format_exc(limit=-3)
    verdict.seconds = time.monotonic() - start
    return verdict
