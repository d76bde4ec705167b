"""check-jsonschema: SchemaStore's schema of Loki's settings, where it is at hand (see README.md)."""

from harness import once, schemas

FILES = ("deploy/loki/*.yaml",)
DEPENDS_ON = once.ITSELF


def unavailable(tools):
    """Why this judge cannot sit; None when it can."""
    if tools.schema("loki").is_file():
        return None
    return f"{tools.schema('loki')} is missing; tests/judges/install fetches it where schemastore.org answers"


def judge(tree, files, tools):
    return schemas.findings(tools, tools.schema("loki"), files, tree)
