"""The images that a Compose project needs, its own builds' bases included: `python3 -m harness.images DIR`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})")
FROM = re.compile(r"^FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?", re.IGNORECASE)
OTHER = re.compile(r"(?:^COPY\s.*?--from=|--mount=\S*\bfrom=)([^\s,]+)", re.IGNORECASE)
ARG = re.compile(r"^ARG\s+(\w+)(?:=(\S*))?", re.IGNORECASE)


def expand(text: str, values: dict[str, str]) -> str:
    return VARIABLE.sub(lambda found: values.get(found[1] or found[2]) or found[3] or "", text)


def bases(dockerfile: str, build_args: dict[str, str]) -> Iterator[str]:
    """What a Dockerfile starts from or copies from, without its own stages."""
    values: dict[str, str] = {}
    stages = {"scratch"}
    for line in dockerfile.replace("\\\n", " ").splitlines():
        line = line.strip()
        if argument := ARG.match(line):
            name, default = argument[1], (argument[2] or "").strip("\"'")
            values[name] = build_args.get(name) or default
        if start := FROM.match(line):
            yield from {expand(start[1], values)} - stages
            stages.add(start[2] or "")
        for other in OTHER.findall(line):
            if not other.isdigit():
                yield from {expand(other, values)} - stages


def needed(project: Path) -> set[str]:
    command = ["docker", "compose", "config", "--format", "json"]
    config = json.loads(subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout)
    found: set[str] = set()
    for service in config["services"].values():
        build = service.get("build")
        if build is None:
            found.add(service["image"])
            continue
        text = (
            build.get("dockerfile_inline") or Path(build["context"], build.get("dockerfile", "Dockerfile")).read_text()
        )
        contexts = set(build.get("additional_contexts") or {})
        found |= set(bases(text, build.get("args") or {})) - contexts
    return found


if __name__ == "__main__":
    print("\n".join(sorted(needed(Path(sys.argv[1])))))
