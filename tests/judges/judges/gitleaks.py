"""gitleaks: no value anywhere that looks like a secret; allow comments and ignore files do not count."""

import json
import re

from harness import once, trees
from harness.tools import CONFIG

FILES = ("**/*",)
DEPENDS_ON = once.ITSELF
SCANNED = re.compile(r"scanned ~([1-9]\d*) bytes")


def judge(tree, files, tools):
    with tools.scratch() as folder:
        copied = trees.copy(tree, folder / "tree", files)
        done = tools.run(
            "gitleaks", "dir", ".", "--config", CONFIG / "gitleaks.toml", "--gitleaks-ignore-path", folder / "none",
            "--ignore-gitleaks-allow", "--no-banner", "--no-color", "--redact", "--report-format", "json",
            "--report-path", folder / "report.json", cwd=copied,
        )  # fmt: skip
        report = folder / "report.json"
        found = json.loads(report.read_text() or "[]") if report.exists() else []
    findings = [f"{leak['File']}:{leak['StartLine']}: {leak['RuleID']}: {leak['Description']}" for leak in found]
    if not SCANNED.search(done.stderr):
        findings.append(f"gitleaks scanned nothing: {done.stderr.strip()}")
    if done.returncode and not findings:
        findings.append(f"gitleaks: {done.stderr.strip()}")
    return findings
