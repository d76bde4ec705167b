"""amtool: the configuration of Alertmanager, and that an alert of each severity reaches a receiver of its own."""

FILES = ("deploy/alertmanager/alertmanager.yml",)
SEVERITIES = ("critical", "warning")


def judge(tree, files, tools):
    findings = []
    for path in files:
        done = tools.run("amtool", "check-config", path, cwd=tree)
        if done.returncode:
            lines = (done.stdout + done.stderr).splitlines()
            findings += [f"{path}: {line.strip()}" for line in lines if line.strip()]
            continue
        findings += [f"{path}: {fault}" for severity in SEVERITIES for fault in misled(tree / path, severity, tools)]
    return findings


def misled(path, severity, tools):
    options = ("--config.file", path, f"--verify.receivers={severity}")
    done = tools.run("amtool", "config", "routes", "test", *options, f"severity={severity}")
    if done.returncode:
        yield f"an alert that is {severity} goes to {done.stdout.split()[0] if done.stdout else 'nobody'}"
