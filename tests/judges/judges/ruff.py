"""ruff: generated Python, default rules, down to Python 3.9."""

import json

FILES = ("deploy/**/*.py", "**/alembic/env.py", "**/migrations/env.py", "**/alembic/versions/*.py")


def judge(tree, files, tools):
    done = tools.run(
        "ruff", "check", "--isolated", "--no-cache", "--target-version", "py39",
        "--output-format", "json", *files, cwd=tree,
    )  # fmt: skip
    if not done.stdout.startswith("["):
        return [f"ruff: {done.stderr.strip()}"]
    return [
        f"{found['filename'].removeprefix(f'{tree}/')}:{found['location']['row']}: "
        f"{found['code'] or 'syntax'}: {found['message']}"
        for found in json.loads(done.stdout)
    ]
