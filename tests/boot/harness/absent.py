"""Services that cannot run here, for want of an image: `python3 -m harness.absent DIR` leaves them out.

It writes a file of Compose for that, and prints their names. Nobody publishes them where this machine could fetch them,
and no Debian package stands in. They stay in the stack's own files, so what others say about them is still checked;
`stack.left_out` names them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from harness.features import ABSENT

FILE = "boot-absent.yaml"
IMAGES = Path(__file__).parent.parent / "images"


def has_standin(image: str) -> bool:
    """As `standins` finds them: a folder of that name, or a line among the programs."""
    name = image.partition("@")[0]
    programs = (IMAGES / "programs/tags").read_text().splitlines()
    return (IMAGES / name.partition(":")[0] / "tags").exists() or any(line.startswith(f"{name} ") for line in programs)


def is_there(image: str) -> bool:
    return subprocess.run(["docker", "image", "inspect", image], capture_output=True).returncode == 0


def cannot_run(config: dict[str, Any]) -> list[str]:
    """Services whose image is neither built nor known nor here already."""
    images = {name: each["image"] for name, each in config["services"].items() if "build" not in each}
    # What one service builds, others run.
    built = {each.get("image") for each in config["services"].values() if "build" in each}
    return [name for name, image in images.items() if image not in built | {None} and not known(image)]


def known(image: str) -> bool:
    return has_standin(image) or is_there(image)


def main(project: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "COMPOSE_FILE"}
    files = [name for name in os.environ.get("COMPOSE_FILE", "compose.yaml").split(":") if name != FILE]
    environment["COMPOSE_FILE"] = ":".join(files)
    command = ["docker", "compose", "config", "--format", "json"]
    done = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True, env=environment)
    missing = cannot_run(json.loads(done.stdout))
    lines = [f'  "{name}": {{profiles: [{ABSENT}]}}' for name in missing]
    (project / FILE).write_text("\n".join(["services:", *lines]) + "\n" if lines else "services: {}\n")
    print(*missing)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
