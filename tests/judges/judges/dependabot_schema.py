"""check-jsonschema: the schema of Dependabot's settings."""

from harness import once, schemas

FILES = (".github/dependabot.yml", ".github/dependabot.yaml")
DEPENDS_ON = once.ITSELF


def judge(tree, files, tools):
    return schemas.findings(tools, "vendor.dependabot", files, tree)
