"""A copy of a tree in which Compose finds what the user would have put there: .env and secret files."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness import trees, values
from harness.tools import Tools

SECRET = re.compile(r"^\s+file:\s*[\"']?(\.{0,2}/?[^\s\"'#]+)", re.MULTILINE)
# In the order in which Compose looks for them: a repository that has one keeps its name.
STACKS = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERLAYS = tuple(name.replace("compose.", "compose.development.") for name in STACKS)
# Compose adds one of these to the stack, unasked.
UNASKED = tuple(name.replace("compose.", "compose.override.") for name in STACKS)


class Unreadable(Exception):
    """Compose itself refuses the file; the text is its own."""


@contextmanager
def prepared(tree: Path, tools: Tools) -> Iterator[Path]:
    with tools.scratch() as folder:
        trees.copy(tree, folder)
        sources = [path.read_text(errors="replace") for path in folder.glob("*compose*.y*ml")]
        example = folder / ".env.example"
        text = example.read_text() if example.exists() else ""
        (folder / ".env").write_text(values.dotenv(text, sources, tools.values))
        for source in sources:
            _secret_files(folder, source)
        yield folder


def _secret_files(folder: Path, source: str) -> None:
    for name in SECRET.findall(source):
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(values.PLACEHOLDER)


def stack(tree: Path) -> str | None:
    return next((name for name in STACKS if (tree / name).is_file()), None)


def overlay(tree: Path) -> str | None:
    return next((name for name in OVERLAYS if (tree / name).is_file()), None)


def config(folder: Path, tools: Tools, files: tuple[str, ...], *more: str) -> str:
    """`docker compose config` over these files, every profile on; its warnings count as refusals."""
    chosen = [arg for name in files for arg in ("-f", name)]
    done = tools.run("docker-compose", *chosen, "--profile", "*", "config", *more, cwd=folder)
    complaint = done.stderr.strip().replace(f"{folder}/", "")
    if done.returncode or complaint:
        raise Unreadable(f"{' + '.join(files)}: {complaint or done.returncode}")
    return done.stdout


def model(folder: Path, tools: Tools, files: tuple[str, ...], *more: str) -> dict:
    return json.loads(config(folder, tools, files, "--format", "json", *more))
