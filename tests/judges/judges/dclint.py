"""dclint: order, quoting and naming in Compose files."""

import json

from harness import once
from harness.tools import CONFIG

FILES = ("compose*.yaml", "compose*.yml", "docker-compose*.yaml", "docker-compose*.yml")
DEPENDS_ON = once.ITSELF


def judge(tree, files, tools):
    findings = []
    with tools.scratch() as elsewhere:  # away from the tree, whose .dclintrc would be read
        paths = {str(tree / name): name for name in files}
        done = tools.run("dclint", "--color=false", "-f", "json", "-c", CONFIG / "dclint.yaml", *paths, cwd=elsewhere)
        reports = {paths[report["filePath"]]: report["messages"] for report in json.loads(done.stdout or "[]")}
        for name in files:
            if name not in reports:
                findings.append(f"{name}: not linted: {done.stderr.strip()}")
            for found in reports.get(name, []):
                findings.append(f"{name}:{found['line']}: {found['rule']}: {found['message']}")
    return findings
