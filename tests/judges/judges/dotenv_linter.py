"""dotenv-linter: .env.example and its like."""

from harness import once

FILES = ("**/.env.example", "**/.env.*.example", "**/*.env.example")
DEPENDS_ON = once.ITSELF


def judge(tree, files, tools):
    findings = []
    for name in files:
        done = tools.run("dotenv-linter", "lint", name, cwd=tree)
        found = (done.stdout + done.stderr).splitlines()
        if done.returncode and not found:
            found = [f"{name}: dotenv-linter: status {done.returncode}"]
        findings += found
    return findings
