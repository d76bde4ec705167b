"""Without a proxy the application answers 200 on the port that it publishes, for a proxy of one's own."""

import http.client

from harness.failure import expect
from harness.web import send

NEEDS = ("web", "direct")


def check(stack):
    ports = stack.config["services"][stack.web_service].get("ports") or []
    expect(ports, f"expected {stack.web_service} to publish a port, got none")
    connection = http.client.HTTPConnection("127.0.0.1", int(ports[0]["published"]), timeout=15)
    answer = send(connection, "GET", stack.path, stack.host or stack.domain)
    expect(answer.status == 200, f"expected 200 from {stack.path}, got {answer}: {answer.body[:200]!r}")
    return f"{len(answer.body)} bytes from {stack.path}"
