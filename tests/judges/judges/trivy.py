"""trivy config: Dockerfile misconfigurations, from LOW upwards."""

import json

from harness import once, trees

FILES = ("**/Dockerfile", "**/Dockerfile.*", "**/*.Dockerfile")
DEPENDS_ON = once.ITSELF
FLAGS = ("--skip-check-update", "--skip-version-check", "--disable-telemetry", "--quiet", "--ignorefile", "")


def concerns(path):
    return not path.name.endswith(".dockerignore")


def judge(tree, files, tools):
    with tools.scratch() as folder:
        trees.copy(tree, folder, files)
        done = tools.run(
            "trivy", "--cache-dir", tools.cache / "trivy", "config", *FLAGS, "--format", "json", ".", cwd=folder
        )
    if done.returncode:
        return [f"trivy: {done.stderr.strip()}"]
    results = json.loads(done.stdout).get("Results") or []
    findings = [
        f"{result['Target']}:{(found.get('CauseMetadata') or {}).get('StartLine', 1)}: "
        f"{found['ID']} {found['Severity']}: {found['Message']}"
        for result in results
        for found in result.get("Misconfigurations") or []
        if found["Status"] == "FAIL"
    ]
    # A file that trivy cannot parse is left out without a word, and the status is 0.
    scanned = {result["Target"] for result in results if checked(result)}
    return findings + [f"{name}: not scanned: trivy could not read it" for name in files if str(name) not in scanned]


def checked(result):
    summary = result.get("MisconfSummary") or {}
    return summary.get("Successes", 0) + summary.get("Failures", 0) > 0
