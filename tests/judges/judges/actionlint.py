"""actionlint: workflows, their expressions, and with shellcheck their scripts; over the pins and over their tags."""

import json
import re

from harness import trees

FILES = (".github/workflows/*.yml", ".github/workflows/*.yaml")
# What an action runs on is known by its tag only: `owner/name@<commit> # v7.0.1` is read as `owner/name@v7` as well.
PINNED = re.compile(r"@[0-9a-f]{40} +# *(v?\d+)[\w.]*")


def judge(tree, files, tools):
    with tools.scratch() as folder:
        for name in files:
            path = trees.copy(tree, folder, [name]) / name
            path.write_text(PINNED.sub(r"@\1", path.read_text(errors="replace")))
        return sorted({*lint(tree, files, tools), *lint(folder, files, tools)})


def lint(folder, files, tools):
    with tools.scratch() as home:
        # Not the tree's own configuration, which could excuse it.
        empty = home / "actionlint.yaml"
        empty.write_text("{}\n")
        done = tools.run(
            "actionlint", "-config-file", empty, "-shellcheck", tools.path("shellcheck"), "-pyflakes", "",
            "-no-color", "-format", "{{json .}}", *files, cwd=folder,
        )  # fmt: skip
    if done.returncode not in (0, 1):
        return [f"actionlint: {done.stderr.strip()}"]
    return [
        f"{found['filepath']}:{found['line']}: {found['kind']}: {found['message']}" for found in json.loads(done.stdout)
    ]
