"""Only the proxy publishes ports; without one, a web application does to this machine alone, and a bot needs none."""

from harness.failure import expect, expect_none
from harness.features import PROXY, WEB


def published(container):
    bindings = container.facts["NetworkSettings"]["Ports"] or {}
    places = {(place["HostIp"], place["HostPort"], port) for port, found in bindings.items() for place in found or []}
    return sorted((address, f"{host}->{port}") for address, host, port in places)


def allowed(stack, service, address):
    if "proxy" in stack.features:
        return service == PROXY
    return service.removesuffix(WEB) in stack.webs and address == "127.0.0.1"


def check(stack):
    found = {container: published(container) for container in stack.containers()}
    complaints = [
        f"{container.service} publishes {port} at {address}"
        for container, ports in found.items()
        for address, port in ports
        if not allowed(stack, container.service, address)
    ]
    wanted = "nginx alone" if "proxy" in stack.features else "web applications to this machine alone"
    expect_none(complaints, f"ports published by {wanted}")
    seen = {container.service: ports for container, ports in found.items() if ports}
    if {"proxy", "web"} & stack.features:
        expect(seen, "expected a service that publishes ports, got none")
    return ", ".join(sorted({port for ports in seen.values() for _, port in ports}))
