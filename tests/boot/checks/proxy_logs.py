"""The proxy writes its access log as JSON objects that carry a request id."""

import json
import uuid

from harness.failure import expect

NEEDS = ("proxy",)


def lines_with(stack, token):
    proxies = stack.containers("nginx")
    return [line for proxy in proxies for line in stack.logs(proxy, "stdout").splitlines() if token in line]


def check(stack):
    token = f"boot-{uuid.uuid4().hex}"
    answer = stack.front.https(f"/{token}")
    # nginx may buffer its log for some seconds.
    stack.wait(lambda: bool(lines_with(stack, token)), 10)
    lines = lines_with(stack, token)
    expect(lines, f"expected the proxy to log /{token} (answered {answer}), got no such line on its standard output")
    try:
        entry = json.loads(lines[0])
    except ValueError:
        entry = None
    expect(isinstance(entry, dict), f"expected a JSON object, got {lines[0][:200]!r}")
    named = [key for key in entry if "request_id" in key.lower() and entry[key]]
    expect(named, f"expected a request id, got only {sorted(entry)}")
