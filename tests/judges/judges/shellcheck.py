"""shellcheck: shell scripts, down to style."""

from harness import shells

FILES = ("**/*",)
DEPENDS_ON = shells.sourced
concerns = shells.is_script


def judge(tree, files, tools):
    done = tools.run("shellcheck", "--norc", "--severity=style", "--external-sources", "--format=gcc", *files, cwd=tree)
    findings = done.stdout.splitlines() + done.stderr.splitlines()
    if done.returncode and not findings:
        findings.append(f"shellcheck: status {done.returncode}")
    return findings
