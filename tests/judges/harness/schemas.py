"""check-jsonschema: files against a published schema, one that the tool brings or one that is at hand."""

import json
from pathlib import Path

from harness.tools import Tools


def findings(tools: Tools, schema: str | Path, files: list[Path], folder: Path) -> list[str]:
    by = "--schemafile" if isinstance(schema, Path) else "--builtin-schema"
    done = tools.run("check-jsonschema", by, schema, "-v", "--output-format", "json", *files, cwd=folder)
    report = json.loads(done.stdout)
    found = [f"{error['filename']}: {error['path']}: {error['message']}" for error in report.get("errors", [])]
    found += [f"{error['filename']}: {error['message']}" for error in report.get("parse_errors", [])]
    if done.returncode and not found:
        found.append(f"check-jsonschema: {done.stdout} {done.stderr}")
    missing = set(map(str, files)) - set(report.get("checked_paths", []))
    if missing and not found:
        found.append(f"check-jsonschema did not check {', '.join(sorted(missing))}")
    return found
