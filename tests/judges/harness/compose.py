"""A copy of a tree in which Compose finds what the user would have put there: .env and secret files."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness import trees, values
from harness.tools import Tools

SECRET = re.compile(r"^\s+file:\s*[\"']?(\.{0,2}/?[^\s\"'#]+)", re.MULTILINE)
MAIN, OVERRIDE = "compose.yaml", "compose.override.yaml"


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


def config(folder: Path, tools: Tools, *more: str, files: tuple[str, ...] = (MAIN,)) -> str:
    """`docker compose config` over these files, every profile on; its warnings count as refusals."""
    chosen = [arg for name in files for arg in ("-f", name)]
    done = tools.run("docker-compose", *chosen, "--profile", "*", "config", *more, cwd=folder)
    complaint = done.stderr.strip()
    if done.returncode or complaint:
        raise Unreadable(complaint or f"status {done.returncode}")
    return done.stdout


def model(folder: Path, tools: Tools, *more: str) -> dict:
    return json.loads(config(folder, tools, "--format", "json", *more))


def merged(folder: Path, tools: Tools) -> dict:
    return json.loads(config(folder, tools, "--format", "json", files=(MAIN, OVERRIDE)))
