"""Metrics and health of the admin port cannot be reached through the proxy."""

from harness.failure import expect, expect_none

NEEDS = ("proxy", "web")


def check(stack):
    complaints = []
    for path in ("/metrics", "/-/live", "/-/ready", "/metrics/", "//metrics", "/%6detrics"):
        answer = stack.front.https(path)
        if answer.status != 404 or b"http_requests_total" in answer.body:
            complaints.append(f"{path} gave {answer}")
    expect_none(complaints, "404 for every admin path from outside")
    ports = [
        c.name for c in stack.containers() if "9464/tcp" in {k for k, v in (c.host["PortBindings"] or {}).items() if v}
    ]
    expect(not ports, f"expected port 9464 to be published by no container, got {ports}")
