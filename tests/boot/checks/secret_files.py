"""Processes get secrets as files: none stands in the environment that Compose hands over."""

from harness.failure import expect_none

# A variable with such a name holds a secret, unless it names the file or place where the secret stands.
SECRET = ("PASSWORD", "SECRET", "TOKEN", "API_KEY", "PRIVATE_KEY", "DSN")
PLACE = ("_FILE", "_PATH", "_NAME", "_ID", "_URL", "_TTL", "_EXPIRE", "_MINUTES")


def suspicious(name, value):
    name = name.upper()
    return (
        bool(value)
        and any(part in name for part in SECRET)
        and not name.endswith(PLACE)
        and not value.startswith("/run/secrets/")
    )


def check(stack):
    complaints = []
    for container in stack.containers():
        for line in container.facts["Config"]["Env"] or []:
            name, _, value = line.partition("=")
            if suspicious(name, value):
                complaints.append(f"{container.service} has {name} in its environment")
    expect_none(complaints, "secrets as files only")
