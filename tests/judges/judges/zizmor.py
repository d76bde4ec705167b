"""zizmor: security of workflows and of Dependabot's settings, offline, every persona's rules but the pedantic."""

import json

FILES = (".github/workflows/*.yml", ".github/workflows/*.yaml", ".github/dependabot.yml", ".github/dependabot.yaml")


def judge(tree, files, tools):
    done = tools.run(
        "zizmor", "--offline", "--no-config", "--no-ignores", "--persona", "regular", "--format", "json", *files,
        cwd=tree,
    )  # fmt: skip
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return [f"zizmor: status {done.returncode}: {done.stderr.strip()}"]
    return [finding(found) for found in report]


def finding(found):
    place = next(
        (place for place in found["locations"] if place["symbolic"]["kind"] == "Primary"), found["locations"][0]
    )
    path = next(iter(place["symbolic"]["key"].values()))["verbatim_path"]
    line = place["concrete"]["location"]["start_point"]["row"] + 1
    severity = found["determinations"]["severity"]
    return f"{path}:{line}: {found['ident']} {severity}: {found['desc']}"
