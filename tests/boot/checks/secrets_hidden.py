"""No secret stands in a container's or an image's description, nor in any log."""

import json

from harness.failure import expect, expect_none

NEEDS = ("secrets",)
# Shorter ones would be found by chance.
SHORTEST = 8


def secrets(stack):
    folder = stack.project / "deploy/secrets/values"
    values = {
        path.name: path.read_text(errors="replace").strip() for path in sorted(folder.glob("*")) if path.is_file()
    }
    return {name: value for name, value in values.items() if len(value) >= SHORTEST}


def places(stack):
    images = set()
    for container in stack.containers():
        yield f"the description of container {container.name}", json.dumps(container.facts)
        yield f"the log of {container.name}", stack.logs(container)
        images.add(container.facts["Image"])
    for image in images:
        yield f"the description of image {image[:19]}", stack.run("docker", "image", "inspect", image)
        yield f"the history of image {image[:19]}", stack.run("docker", "history", "--no-trunc", image)


def check(stack):
    values = secrets(stack)
    expect(values, "expected secrets in deploy/secrets/values to look for, got none")
    if {"proxy", "web"} <= stack.features:
        stack.front.https(stack.path)
    complaints = []
    for place, text in places(stack):
        # A value with a quote or a newline looks different inside JSON.
        for name, value in values.items():
            if value in text or json.dumps(value)[1:-1] in text:
                complaints.append(f"{name} stands in {place}")
    expect_none(complaints, "no secret outside its file")
    return f"{len(values)} secrets looked for"
