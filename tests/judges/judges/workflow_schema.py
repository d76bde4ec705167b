"""check-jsonschema: the schema of GitHub's workflows."""

from harness import once, schemas

FILES = (".github/workflows/*.yml", ".github/workflows/*.yaml")
DEPENDS_ON = once.ITSELF


def judge(tree, files, tools):
    return schemas.findings(tools, "vendor.github-workflows", files, tree)
