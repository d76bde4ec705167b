"""check-jsonschema: the Compose specification's own schema."""

import re

from harness import once, schemas, trees

FILES = ("compose*.yaml", "compose*.yml", "docker-compose*.yaml", "docker-compose*.yml")
DEPENDS_ON = once.ITSELF
# Compose's merge tags, which the schema's YAML reader does not know; the value behind one must still fit its key.
MERGE_TAG = re.compile(r"!(override|reset)\b")


def judge(tree, files, tools):
    with tools.scratch() as folder:
        for name in files:
            path = trees.copy(tree, folder, [name]) / name
            path.write_text(MERGE_TAG.sub("", path.read_text(errors="replace")))
        return schemas.findings(tools, "vendor.compose-spec", files, folder)
