"""Versions of the starter to deploy, each a layer upon the image that runs."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from harness.starters import starter


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


def all_versions(project: Path, base: str) -> dict[str, str]:
    """The tags: `second` works, `broken` never becomes ready, `unmigratable` has a migration that fails."""
    first = starter(project)
    code = (project / first.code).read_text()
    second = {first.code: code + first.route, **first.migration("boot_0002", first.head(project), first.add)}
    unhealthy = {"/opt/kit/shipready_kit/health.py": "raise SystemExit(1)\n"}
    contents = {
        "second": second,
        "broken": {**second, first.code: code + first.broken, **unhealthy},
        "unmigratable": {**second, **first.migration("boot_0003", "boot_0002", first.fail)},
    }
    return {name: build(base, f"shipready-boot-{name}", files) for name, files in contents.items()}
