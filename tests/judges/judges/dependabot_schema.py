"""check-jsonschema: the schema of Dependabot's settings."""

from harness import schemas

FILES = (".github/dependabot.yml", ".github/dependabot.yaml")


def judge(tree, files, tools):
    return schemas.findings(tools, "vendor.dependabot", files, tree)
