"""pre-commit: its own validation of the hooks; what it only warns of is a finding as well."""

from harness import once

FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml")
DEPENDS_ON = once.ITSELF


def judge(tree, files, tools):
    findings = []
    with tools.scratch() as home:
        for name in files:
            done = tools.run("pre-commit", "validate-config", tree / name, cwd=home, env={"PRE_COMMIT_HOME": str(home)})
            said = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            if done.returncode or said:
                findings.append(f"{name}: {' '.join(said)}")
    return findings
