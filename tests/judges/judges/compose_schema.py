"""check-jsonschema: the Compose specification's own schema."""

import json
import re

from harness import trees

FILES = ("compose*.yaml", "compose*.yml", "docker-compose*.yaml", "docker-compose*.yml")
# Compose's merge tags, which the schema's YAML reader does not know; the value behind one must still fit its key.
MERGE_TAG = re.compile(r"!(override|reset)\b")


def judge(tree, files, tools):
    with tools.scratch() as folder:
        for name in files:
            path = trees.copy(tree, folder, [name]) / name
            path.write_text(MERGE_TAG.sub("", path.read_text(errors="replace")))
        done = tools.run(
            "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "-v", "--output-format", "json",
            *files, cwd=folder,
        )  # fmt: skip
    report = json.loads(done.stdout)
    findings = [f"{found['filename']}: {found['path']}: {found['message']}" for found in report.get("errors", [])]
    findings += [f"{found['filename']}: {found['message']}" for found in report.get("parse_errors", [])]
    if done.returncode and not findings:
        findings.append(f"check-jsonschema: {done.stdout} {done.stderr}")
    missing = set(map(str, files)) - set(report.get("checked_paths", []))
    if missing and not findings:
        findings.append(f"check-jsonschema did not check {', '.join(sorted(missing))}")
    return findings
