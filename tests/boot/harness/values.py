"""Secrets that only a person knows, made up for a stack that is tried out: `python3 -m harness.values DIR`.

What is there stays, and what is empty too: that is optional. The stack would not start without the others. In files of
settings that only their owner has, tokens and keys that their example leaves empty are filled in.
"""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

from harness.features import WEBHOOK, bots

# `telegram_token: ""` and `OPENAI_API_KEY=`.
EMPTY = re.compile(
    r"^(?P<before>\s*(?P<name>\w*(?:token|key))\s*[:=]\s*)(?P<quote>[\"']?)(?P=quote)(?=\s*(#|$))", re.I | re.M
)


def value(name: str, config: dict[str, Any]) -> str:
    # The one form that is checked before anybody asks Telegram.
    if bots(config) and "TOKEN" in name.upper():
        return f"123456789:{secrets.token_hex(18)}"
    if name == WEBHOOK:
        return "http://receiver:8080/"
    return secrets.token_hex(24)


def main(project: Path) -> None:
    command = ["docker", "compose", "config", "--format", "json"]
    config = json.loads(subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout)
    for name, secret in (config.get("secrets") or {}).items():
        path = Path(secret["file"])
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value(name, config))
        path.chmod(0o444)
        print(f"boot: made up {name}", file=sys.stderr)
    for path in owned(config):
        filled = EMPTY.sub(lambda found: f'{found["before"]}"{value(found["name"], config)}"', path.read_text())
        if filled != path.read_text():
            path.write_text(filled)
            print(f"boot: filled in {path.relative_to(project.resolve())}", file=sys.stderr)


def owned(config: dict[str, Any]) -> set[Path]:
    """Files of settings that are mounted where their owner has them."""
    mounts = [mount for service in config["services"].values() for mount in service.get("volumes") or []]
    inside = [mount["source"] for mount in mounts if mount["type"] == "bind" and mount["target"].startswith("/app/")]
    return {Path(source) for source in inside if Path(source).is_file()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
