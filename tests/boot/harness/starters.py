"""The starters that versions are made of: where their code stands, and what is added to it and to their migrations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FASTAPI_ROUTE = """

@app.get("/version")
async def read_version() -> dict[str, str]:
    return {"version": "2"}
"""

# Answers, so whoever gets requests to it too early sees the failures.
FASTAPI_BROKEN = """

@app.middleware("http")
async def refuse(_request, _next):
    from fastapi.responses import PlainTextResponse

    return PlainTextResponse("broken", 500)
"""

ALEMBIC = '''"""{name}."""

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {change}


def downgrade() -> None:
    op.drop_column("note", "added")
'''

DJANGO_ROUTE = """
from django.http import JsonResponse

urlpatterns.append(path("version", lambda _request: JsonResponse({"version": "2"})))
"""

DJANGO_BROKEN = """
from django.http import HttpResponse
from django.urls import re_path

urlpatterns.insert(0, re_path("", lambda _request: HttpResponse("broken", status=500)))
"""

DJANGO_MIGRATION = '''"""{name}."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("notes", "{before}"),)
    operations = ({change},)
'''


@dataclass(frozen=True)
class Starter:
    """`route` shows the page /version, `broken` answers 500 to everything; `add` and `fail` change the schema."""

    code: str
    route: str
    broken: str
    migrations: str
    template: str
    add: str
    fail: str

    def head(self, project: Path) -> str:
        """What its first migration is called by the next."""
        first = next((project / self.migrations).glob("0001*.py"))
        named = re.search(r"^revision\b[^=]*= *[\"'](\w+)", first.read_text(), re.MULTILINE)
        return named[1] if named else first.stem

    def migration(self, name: str, before: str, change: str) -> dict[str, str]:
        return {f"{self.migrations}/{name}.py": self.template.format(name=name, before=before, change=change)}


FASTAPI = Starter(
    code="app/main.py",
    route=FASTAPI_ROUTE,
    broken=FASTAPI_BROKEN,
    migrations="migrations/versions",
    template=ALEMBIC,
    add='op.add_column("note", sa.Column("added", sa.Text()))',
    fail='op.execute("SELECT 1 FROM there_is_no_such_table")',
)
DJANGO = Starter(
    code="config/urls.py",
    route=DJANGO_ROUTE,
    broken=DJANGO_BROKEN,
    migrations="notes/migrations",
    template=DJANGO_MIGRATION,
    add='migrations.AddField("note", "added", models.TextField(null=True))',
    fail='migrations.RunSQL("SELECT 1 FROM there_is_no_such_table")',
)


def starter(project: Path) -> Starter:
    for found in (FASTAPI, DJANGO):
        if (project / found.code).exists() and (project / found.migrations).is_dir():
            return found
    raise SystemExit(f"{project} has neither {FASTAPI.code} nor {DJANGO.code}: no starter to make versions of")
