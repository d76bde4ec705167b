"""The proxy writes its access log as JSON objects that carry a request id."""

import json
import uuid

from harness.failure import expect


def check(stack):
    token = f"boot-{uuid.uuid4().hex}"
    answer = stack.front.https(f"/{token}")
    proxies = stack.containers("nginx")
    matching = lambda: [line for proxy in proxies for line in stack.logs(proxy, "stdout").splitlines() if token in line]
    # nginx may buffer its log for some seconds.
    stack.wait(lambda: bool(matching()), 10)
    lines = matching()
    expect(lines, f"expected the proxy to log /{token} (answered {answer}), got no such line on its standard output")
    try:
        entry = json.loads(lines[0])
    except ValueError:
        entry = None
    expect(isinstance(entry, dict), f"expected a JSON object, got {lines[0][:200]!r}")
    named = [key for key in entry if "request_id" in key.lower() and entry[key]]
    expect(named, f"expected a request id, got only {sorted(entry)}")
