"""check-jsonschema: the schema of GitHub's workflows."""

from harness import schemas

FILES = (".github/workflows/*.yml", ".github/workflows/*.yaml")


def judge(tree, files, tools):
    return schemas.findings(tools, "vendor.github-workflows", files, tree)
