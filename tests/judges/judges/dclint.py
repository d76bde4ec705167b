"""dclint: order, quoting and naming in Compose files."""

import json

from harness.tools import CONFIG

FILES = ("compose*.yaml", "compose*.yml", "docker-compose*.yaml", "docker-compose*.yml")


def judge(tree, files, tools):
    findings = []
    with tools.scratch() as elsewhere:  # away from the tree, whose .dclintrc would be read
        for name in files:
            done = tools.run(
                "dclint", "--color=false", "-f", "json", "-c", CONFIG / "dclint.yaml", tree / name, cwd=elsewhere
            )
            reports = json.loads(done.stdout or "[]")
            if not reports:
                findings.append(f"{name}: not linted: {done.stderr.strip()}")
            for found in (message for report in reports for message in report["messages"]):
                findings.append(f"{name}:{found['line']}: {found['rule']}: {found['message']}")
    return findings
