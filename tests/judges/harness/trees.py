"""Rendered trees: which files a judge is shown, and throw-away copies for tools that write."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

# Not the project's own text: version control, installed packages, and what shipready keeps for merging.
FOREIGN = {".git", ".shipready", "node_modules", ".venv", "__pycache__"}
EXPECT = "EXPECT"  # what a bad sample must be told; not part of its tree


def is_foreign(relative: Path) -> bool:
    return bool(FOREIGN.intersection(relative.parts)) or relative == Path(EXPECT)


def all_files(tree: Path) -> list[Path]:
    paths = (path.relative_to(tree) for path in sorted(tree.rglob("*")) if path.is_file())
    return [path for path in paths if not is_foreign(path)]


def matching(
    tree: Path,
    patterns: Iterable[str],
    concerns: Callable[[Path], bool] | None = None,
    without: frozenset[Path] = frozenset(),
) -> list[Path]:
    """Files of the tree, relative to it, that fit a glob pattern and, when given, the judge's own test."""
    found = {path.relative_to(tree) for pattern in patterns for path in tree.glob(pattern) if path.is_file()}
    return [
        path
        for path in sorted(found)
        if not is_foreign(path) and path not in without and (concerns is None or concerns(tree / path))
    ]


def copy(tree: Path, target: Path, files: Iterable[Path] | None = None) -> Path:
    """Copies the tree, or only some of its files, so that a tool can write beside them."""
    for path in all_files(tree) if files is None else files:
        destination = target / path
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tree / path, destination)
    return target
