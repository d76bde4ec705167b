"""parliament: policies of AWS; actions that there are none of, resources that do not fit them, and rights too wide."""

from harness import once

FILES = ("deploy/secrets/policy.json",)
DEPENDS_ON = once.ITSELF


def judge(tree, files, tools):
    findings = []
    for name in files:
        # It reads a file only where nothing else could be its standard input.
        done = tools.run("parliament", input=(tree / name).read_text())
        found = [f"{name}: {line}" for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        if done.returncode and not found:
            found = [f"{name}: parliament: status {done.returncode}"]
        findings += found
    return findings
