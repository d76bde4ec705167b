"""Only the proxy publishes ports."""

from harness.failure import expect, expect_none


def published(container):
    bindings = container.facts["NetworkSettings"]["Ports"] or {}
    return sorted({f"{place['HostPort']}->{port}" for port, places in bindings.items() for place in places or []})


def check(stack):
    found = {container: published(container) for container in stack.containers()}
    complaints = [f"{c.service} publishes {ports}" for c, ports in found.items() if ports and c.service != "nginx"]
    expect_none(complaints, "ports published by nginx alone")
    proxy = [ports for container, ports in found.items() if container.service == "nginx"]
    expect(proxy and proxy[0], "expected nginx to publish ports, got none")
    return ", ".join(proxy[0])
