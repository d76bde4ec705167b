"""The application writes one JSON object a line, and one of them tells of each request."""

import json
import uuid

from harness.failure import expect, expect_none

NEEDS = ("proxy", "web")


def is_object(line):
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def check(stack):
    token = f"boot-{uuid.uuid4().hex}"
    stack.front.https(stack.absent(token))
    webs = stack.containers(stack.web_service)
    lines = []
    stack.wait(lambda: any(token in stack.logs(web) for web in webs), 5)
    for web in webs:
        lines += [line for line in stack.logs(web).splitlines() if line.strip()]
    expect(lines, f"expected log lines from {stack.web_service}, got none")
    expect_none([f"{line[:160]!r} is no JSON object" for line in lines if not is_object(line)][:5], "JSON objects only")
    expect(any(token in line for line in lines), f"expected a line about /{token} among {len(lines)}, got none")
    return f"{len(lines)} lines"
