"""hadolint: Dockerfile practice, every level counted."""

import json
import re

from harness import once

FILES = ("**/Dockerfile", "**/Dockerfile.*", "**/*.Dockerfile")
DEPENDS_ON = once.ITSELF
FROM = re.compile(r"^\s*FROM\s", re.MULTILINE | re.IGNORECASE)


def concerns(path):
    return not path.name.endswith(".dockerignore")


def judge(tree, files, tools):
    findings = []
    with tools.scratch() as elsewhere:  # away from the tree, whose .hadolint.yaml could switch rules off
        for name in files:
            # hadolint is content with an empty file.
            if not FROM.search((tree / name).read_text(errors="replace")):
                findings.append(f"{name}: no FROM: not a Dockerfile that can be built")
            done = tools.run("hadolint", "--no-color", "--format", "json", tree / name, cwd=elsewhere)
            for found in json.loads(done.stdout):
                findings.append(f"{name}:{found['line']}: {found['code']} {found['level']}: {found['message']}")
    return findings
