"""check-jsonschema: files against a published schema that the tool brings."""

import json
from pathlib import Path

from harness.tools import Tools


def findings(tools: Tools, schema: str, files: list[Path], folder: Path) -> list[str]:
    done = tools.run(
        "check-jsonschema", "--builtin-schema", schema, "-v", "--output-format", "json", *files, cwd=folder
    )
    report = json.loads(done.stdout)
    found = [f"{error['filename']}: {error['path']}: {error['message']}" for error in report.get("errors", [])]
    found += [f"{error['filename']}: {error['message']}" for error in report.get("parse_errors", [])]
    if done.returncode and not found:
        found.append(f"check-jsonschema: {done.stdout} {done.stderr}")
    missing = set(map(str, files)) - set(report.get("checked_paths", []))
    if missing and not found:
        found.append(f"check-jsonschema did not check {', '.join(sorted(missing))}")
    return found
