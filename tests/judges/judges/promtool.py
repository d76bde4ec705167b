"""promtool: the configuration of Prometheus with all its rules, and the tests of the rules."""

import shutil

from harness import once
from harness.rules import RULES, TESTS

FILES = ("deploy/prometheus/**/*.yml",)
DEPENDS_ON = once.ITS_KIND
MAIN = "deploy/prometheus/prometheus.yml"


def judge(tree, files, tools):
    with tools.scratch() as folder:
        shutil.copytree(tree / "deploy/prometheus", folder / "deploy/prometheus")
        findings = refused(tools.run("promtool", "check", "config", MAIN, cwd=folder), MAIN)
        for path in files:
            if path.is_relative_to(TESTS):
                findings += refused(tools.run("promtool", "test", "rules", path, cwd=folder), path)
    return findings + [f"{path}: its rules have no test: {TESTS}/{path.name}" for path in untested(tree, files)]


def refused(done, path):
    if done.returncode == 0:
        return []
    said = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return [f"{path}: {line}" for line in said if not line.startswith(("SUCCESS", "Checking", "FAILED:"))] or [
        f"{path}: {' '.join(said)}"
    ]


def untested(tree, files):
    rules = [path for path in files if path.is_relative_to(RULES)]
    return [path for path in rules if not (tree / TESTS / path.name).is_file()]
