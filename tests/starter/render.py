"""Renders templates without shipready, so that a fault of its engine cannot hide one of theirs.

The dialect is close to Jinja's: only the lines that vanish and our filters need help.

    render.py <stack> <folder> <service>…
"""

import json
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

TEMPLATES = Path(__file__).parents[2] / "templates"
STACKS = TEMPLATES / "stacks"
ALEMBIC = TEMPLATES / "services/alembic/app"

BARE_TAG = re.compile(r"^[ \t]*(\{%[^\n]*?%\}|\{/[^\n]*?/\})[ \t]*\n", re.MULTILINE)
SELECTED = re.compile(r'"([a-z0-9-]+)" in selected')
MODEL = re.compile(r"^class (\w+)\((?:DeclarativeBase|db\.Model)\):", re.MULTILINE)
FACETS = {
    "DATABASE_URL": "postgres.url",
    "REDIS_URL": "redis.url",
    "MONGODB_URL": "mongodb.url",
    "CELERY_BROKER_URL": "redis.broker",
}


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


def starters() -> list[str]:
    """The stacks that have one, by name."""
    return sorted(folder.parent.name for folder in STACKS.glob("*/starter"))


def sources(stack: str) -> list[Path]:
    return sorted(path for path in (STACKS / stack / "starter").rglob("*") if path.is_file())


def services(stack: str) -> tuple[str, ...]:
    """The services that the starter adapts to: those that its conditions name."""
    return tuple(sorted({name for path in sources(stack) for name in SELECTED.findall(path.read_text())}))


def metadata(stack: str) -> str:
    """Where the tables of the models are, as detection would find it."""
    for path in sources(stack):
        if path.name == "models.py" and (model := MODEL.search(path.read_text())):
            return f"{path.parent.name}.models:{model[1]}.metadata"
    return ""


def values(selected: Collection[str], name: str = "demo") -> dict[str, Any]:
    """What templates can name, for a starter at the root of the repository."""
    facets = {key: facet for key, facet in FACETS.items() if facet.split(".")[0] in selected}
    return {
        "project": {"name": name},
        "app": {
            "name": name,
            "root": ".",
            "prefix": "",
            "build_root": ".",
            "import_folder": "/app",
            "environment": [{"name": key, "facet": facet} for key, facet in facets.items()],
        },
        "options": {"metadata": "", "folder": "migrations"},
        "selected": sorted(selected),
    }


def files(stack: str, selected: Collection[str], name: str = "demo") -> Iterator[tuple[str, str]]:
    """The starter with alembic's files; what renders to nothing is not a file."""
    known = values(selected, name)
    known["options"]["metadata"] = metadata(stack)
    found = [(STACKS / stack / "starter", path) for path in sources(stack)]
    if "alembic" in selected:
        found += [(ALEMBIC, path) for path in sorted(ALEMBIC.rglob("*")) if path.is_file()]
    for folder, path in found:
        text = render(path.read_text(), known)
        if text:
            yield str(path.relative_to(folder)), text


def write(stack: str, selected: Collection[str], into: Path, name: str = "demo") -> None:
    for path, text in files(stack, selected, name):
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(0o755 if text.startswith("#!") else 0o644)


if __name__ == "__main__":
    stack, folder, *chosen = sys.argv[1:]
    write(stack, chosen, Path(folder))
