"""The environment of a Python application: its locked packages, and the variables that it would find."""

import shutil
from pathlib import Path

from harness import values
from harness.tools import Tools

SOURCES = ("uv.lock", "requirements.txt", "requirements/base.txt", "pyproject.toml")
DRIVERS = {"asyncpg": "postgresql+asyncpg", "psycopg2": "postgresql+psycopg2", "psycopg": "postgresql+psycopg"}


def lock(folder: Path, top: Path) -> Path | None:
    """The nearest list of packages, from the folder of alembic.ini up to the root of the tree."""
    while True:
        for name in SOURCES:
            if (folder / name).is_file():
                return folder / name
        if folder == top:
            return None
        folder = folder.parent


def environment(source: Path, tools: Tools) -> Path:
    if source.name != "uv.lock":
        return tools.venv("app", source)
    with tools.scratch() as scratch:
        for name in ("uv.lock", "pyproject.toml"):
            shutil.copy(source.with_name(name), scratch)
        flags = ("--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet")
        done = tools.run("uv", "export", *flags, "--output-file", "app.txt", cwd=scratch)
        if done.returncode:
            raise RuntimeError(f"uv export: {done.stderr.strip()}")
        # The first lines name the command, and with it this folder: the key must be the packages alone.
        kept = [line for line in (scratch / "app.txt").read_text().splitlines() if not line.startswith("#")]
        (scratch / "app.txt").write_text("\n".join(kept))
        return tools.venv("app", scratch / "app.txt")


def variables(tree: Path, source: Path, fields: dict[str, str], tools: Tools) -> dict[str, str]:
    examples = [path for path in (tree / ".env.example", source.parent / ".env.example") if path.exists()]
    stated = {name: value for path in examples for name, value in values.parse(path.read_text()).items()}
    found = dict(stated)
    for name, pattern in tools.values.items():
        scheme = stated.get(name, "").partition("://")[0]
        found[name] = _fill(pattern, {**fields, "scheme": scheme or driver_scheme(source)})
    return found


def _fill(pattern: str, fields: dict[str, str]) -> str:
    for name, value in fields.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern


def driver_scheme(source: Path) -> str:
    text = source.read_text().lower()
    return next((scheme for name, scheme in DRIVERS.items() if name in text), "postgresql")
