"""check-jsonschema: Render's own schema of render.yaml, where it is at hand (see README.md)."""

import json

from harness import trees

FILES = ("render.yaml",)


def unavailable(tools):
    """Why this judge cannot sit; None when it can."""
    if tools.schema("render").is_file():
        return None
    return f"{tools.schema('render')} is missing; tests/judges/install fetches it where render.com answers"


def judge(tree, files, tools):
    with tools.scratch() as folder:
        trees.copy(tree, folder, files)
        done = tools.run(
            "check-jsonschema", "--schemafile", tools.schema("render"), "-v", "--output-format", "json",
            *files, cwd=folder,
        )  # fmt: skip
    report = json.loads(done.stdout)
    findings = [text for found in report.get("errors", []) for text in _words(found)]
    findings += [f"{found['filename']}: {found['message']}" for found in report.get("parse_errors", [])]
    if done.returncode and not findings:
        findings.append(f"check-jsonschema: {done.stdout} {done.stderr}")
    missing = set(map(str, files)) - set(report.get("checked_paths", []))
    if missing and not findings:
        findings.append(f"check-jsonschema did not check {', '.join(sorted(missing))}")
    return findings


def _words(found):
    """Of a service that fits none of the kinds, the likeliest reason as well."""
    yield f"{found['filename']}: {found['path']}: {found['message']}"
    for name in ("best_match", "best_deep_match"):
        if match := found.get(name):
            yield f"{found['filename']}: {match['path']}: {match['message']}"
