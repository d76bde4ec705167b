"""Renders every preset for every target, and every case of tests/judges/cases, with the shipready of this checkout."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from harness import trees
from harness.suite import Tree
from harness.tools import HOME

ROOT = HOME.parent.parent


class NotRendered(Exception):
    """shipready refused or failed; the text holds its own words."""


def every_case(stack: ExitStack) -> tuple[list[Tree], list[str]]:
    """Rendered trees, which live until the stack closes, and what could not be rendered."""
    program = build()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rendered-"))).resolve()
    rendered, faults = [], []
    for name, args, start in cases():
        try:
            rendered.append(render(program, name, args, start, folder / name))
        except NotRendered as failure:
            faults.append(str(failure))
    if not rendered and not faults:
        faults.append("no preset and no case to render")
    return rendered, faults


# Presets that hold whatever their stack can have.
FULL = "github-actions:"


def cases() -> Iterator[tuple[str, list[str], Path | None]]:
    """Every preset for its own target, and the full ones for every other; all for all with JUDGES_ALL."""
    for preset in sorted((ROOT / "presets").glob("*.yaml")):
        text = preset.read_text()
        for target in sorted((ROOT / "templates" / "targets").iterdir()):
            own = f"target: {target.name}" in text
            if not (own or FULL in text or os.environ.get("JUDGES_ALL")):
                continue
            yield f"presets/{target.name}/{preset.stem}", ["--preset", preset.stem, "--target", target.name], None
    for args in sorted((HOME / "cases").glob("*/args")):
        start = args.with_name("repo")
        yield (
            f"cases/{args.parent.name}",
            shlex.split(args.read_text(), comments=True),
            start if start.is_dir() else None,
        )


def build() -> Path:
    """SHIPREADY names a program built before; without it, the debug build is brought up to date."""
    if given := os.environ.get("SHIPREADY"):
        return Path(given).resolve()
    subprocess.run(["cargo", "build", "--quiet"], cwd=ROOT, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target") / "debug" / "shipready"


def render(program: Path, name: str, args: list[str], start: Path | None, target: Path) -> Tree:
    target.mkdir(parents=True)
    if start:
        shutil.copytree(start, target, dirs_exist_ok=True)
    command = [str(program), "-C", str(target), "init", *args, "--yes"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotRendered(f"{name}: shipready {shlex.join(command[1:])}: status {done.returncode}\n{done.stderr}")
    return Tree(name, target, _untouched(start, target) if start else frozenset())


def _untouched(start: Path, target: Path) -> frozenset[Path]:
    """What the user brought is not ours to be judged, as long as it is what the user brought."""
    return frozenset(
        path
        for path in trees.all_files(start)
        if (target / path).exists() and (target / path).read_bytes() == (start / path).read_bytes()
    )
