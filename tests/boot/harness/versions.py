"""Versions of the starter to deploy, each a layer upon the image that runs."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

ROUTE = """

@app.get("/version")
async def read_version() -> dict[str, str]:
    return {"version": "2"}
"""

# Answers, so whoever gets requests to it too early sees the failures.
BROKEN = """

@app.middleware("http")
async def refuse(_request, _next):
    from fastapi.responses import PlainTextResponse

    return PlainTextResponse("broken", 500)
"""

MIGRATION = '''"""{name}."""

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    op.drop_column("note", "added")
'''
ADD = 'op.add_column("note", sa.Column("added", sa.Text()))'
FAIL = 'op.execute("SELECT 1 FROM there_is_no_such_table")'


def build(base: str, tag: str, files: dict[str, str]) -> str:
    """An image of `base` with those files below /app or, for an absolute path, there."""
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"FROM {base}"]
        for number, (path, text) in enumerate(files.items()):
            Path(folder, str(number)).write_text(text)
            lines.append(f"COPY --chmod=644 {number} {path if path.startswith('/') else '/app/' + path}")
        Path(folder, "Dockerfile").write_text("\n".join(lines) + "\n")
        command = ["docker", "build", "--quiet", "--provenance=false", "-t", tag, folder]
        subprocess.run(command, check=True, capture_output=True, text=True)
    return tag


def migration(name: str, before: str, upgrade: str) -> dict[str, str]:
    return {f"migrations/versions/{name}.py": MIGRATION.format(name=name, before=before, upgrade=upgrade)}


def all_versions(project: Path, base: str) -> dict[str, str]:
    """The tags: `second` works, `broken` never becomes ready, `unmigratable` has a migration that fails."""
    main = (project / "app/main.py").read_text()
    first = next((project / "migrations/versions").glob("0001*.py")).read_text()
    head = re.search(r"^revision\b[^=]*= *[\"'](\w+)", first, re.MULTILINE)[1]
    second = {"app/main.py": main + ROUTE, **migration("boot_0002", head, ADD)}
    unhealthy = {"/opt/kit/shipready_kit/health.py": "raise SystemExit(1)\n"}
    contents = {
        "second": second,
        "broken": {**second, "app/main.py": main + BROKEN, **unhealthy},
        "unmigratable": {**second, **migration("boot_0003", "boot_0002", FAIL)},
    }
    return {name: build(base, f"shipready-boot-{name}", files) for name, files in contents.items()}
