"""ruff: generated Python, default rules, down to Python 3.9."""

import json

# A folder named like a package makes ruff take that for the project's own, and want its import elsewhere.
PACKAGES = 'lint.isort.known-third-party = ["alembic", "django"]'
FILES = ("deploy/**/*.py", "**/alembic/env.py", "**/migrations/env.py", "**/alembic/versions/*.py")


def judge(tree, files, tools):
    done = tools.run(
        "ruff", "check", "--isolated", "--no-cache", "--target-version", "py39", "--config", PACKAGES,
        "--output-format", "json", *files, cwd=tree,
    )  # fmt: skip
    if not done.stdout.startswith("["):
        return [f"ruff: {done.stderr.strip()}"]
    return [
        f"{found['filename'].removeprefix(f'{tree}/')}:{found['location']['row']}: "
        f"{found['code'] or 'syntax'}: {found['message']}"
        for found in json.loads(done.stdout)
    ]
