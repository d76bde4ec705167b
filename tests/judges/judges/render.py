"""Our own assertions over render.yaml: what it refers to is there, ports agree, nothing secret stands in it."""

import json

from harness import blueprint

FILES = ("render.yaml",)
# The YAML reader that the other judges brought along.
READ = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))"


def judge(tree, files, tools):
    return [f"{name}: {text}" for name in files for text in _findings(tree, tree / name, tools)]


def _findings(tree, path, tools):
    read = tools.run("python", "-c", READ, path)
    if read.returncode:
        return [f"not YAML: {read.stderr.strip().splitlines()[-1]}"]
    return blueprint.findings(tree, json.loads(read.stdout))
