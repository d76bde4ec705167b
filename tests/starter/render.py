"""Renders templates without shipready, so that a fault of its engine cannot hide one of theirs.

The dialect is close to Jinja's: only the lines that vanish and our filters need help.
"""

import json
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

TEMPLATES = Path(__file__).parents[2] / "templates"
STARTER = TEMPLATES / "stacks/fastapi/starter"
ALEMBIC = TEMPLATES / "services/alembic/app"

BARE_TAG = re.compile(r"^[ \t]*(\{%[^\n]*?%\}|\{/[^\n]*?/\})[ \t]*\n", re.MULTILINE)


def environment() -> Environment:
    made = Environment(
        block_start_string="{%",
        block_end_string="%}",
        variable_start_string="{=",
        variable_end_string="=}",
        comment_start_string="{/",
        comment_end_string="/}",
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    made.filters.update(quoted=json.dumps, group_by=group_by, get=get, split=split)
    made.tests["starting_with"] = lambda text, pat: text.startswith(pat)
    return made


def group_by(entries: list[dict[str, Any]], attribute: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for entry in entries:
        if entry[attribute] is not None:
            groups.setdefault(entry[attribute], []).append(entry)
    return groups


def get(values: dict[str, Any], key: str, default: Any) -> Any:
    return values.get(key, default)


def split(text: str, pat: str) -> list[str]:
    return text.split(pat)


ENGINE = environment()


def render(text: str, values: dict[str, Any]) -> str:
    return ENGINE.from_string(BARE_TAG.sub(r"\1", text)).render(values)


def values(selected: Collection[str], name: str = "demo") -> dict[str, Any]:
    """What templates can name, for a starter at the root of the repository."""
    facets = {"DATABASE_URL": "postgres.url", "REDIS_URL": "redis.url"}
    facets = {key: facet for key, facet in facets.items() if facet.split(".")[0] in selected}
    return {
        "project": {"name": name},
        "app": {
            "name": name,
            "root": ".",
            "build_root": ".",
            "import_folder": "/app",
            "environment": [{"name": key, "facet": facet} for key, facet in facets.items()],
        },
        "options": {"metadata": "app.models:Base.metadata", "folder": "migrations"},
        "selected": sorted(selected),
    }


def files(selected: Collection[str], name: str = "demo") -> Iterator[tuple[str, str]]:
    """The starter with alembic's files; what renders to nothing is not a file."""
    known = values(selected, name)
    for folder in (STARTER, ALEMBIC) if "alembic" in selected else (STARTER,):
        for path in sorted(folder.rglob("*")):
            text = render(path.read_text(), known) if path.is_file() else ""
            if text:
                yield str(path.relative_to(folder)), text


def write(selected: Collection[str], into: Path, name: str = "demo") -> None:
    for path, text in files(selected, name):
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


if __name__ == "__main__":
    folder, *chosen = sys.argv[1:]
    write(chosen, Path(folder))
