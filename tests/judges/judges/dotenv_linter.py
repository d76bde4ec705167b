"""dotenv-linter: .env.example and its like."""

FILES = ("**/.env.example", "**/.env.*.example", "**/*.env.example")


def judge(tree, files, tools):
    findings = []
    for name in files:
        done = tools.run("dotenv-linter", "lint", name, cwd=tree)
        found = (done.stdout + done.stderr).splitlines()
        if done.returncode and not found:
            found = [f"{name}: dotenv-linter: status {done.returncode}"]
        findings += found
    return findings
