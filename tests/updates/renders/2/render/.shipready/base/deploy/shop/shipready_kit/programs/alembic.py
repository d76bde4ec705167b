"""alembic: an upgrade without any revision succeeds and changes nothing, so this says so."""

from __future__ import annotations

import subprocess
import sys


def look(command: list[str], environment: dict[str, str]) -> None:
    """Ask alembic itself, which reads its scripts for that and no database."""
    if "upgrade" not in command:
        return
    question = [*command[: command.index("upgrade")], "heads"]
    try:
        answer = subprocess.run(question, env=environment, capture_output=True, check=False)
    except OSError:
        return  # there is no alembic, as whoever called this is about to see
    if answer.returncode == 0 and not answer.stdout.strip():
        print(
            "shipready: warning: there is no migration at all, so no table is made: "
            "`alembic revision --autogenerate` writes the first one",
            file=sys.stderr,
        )
