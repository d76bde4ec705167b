"""Database and cache stand in a network without a way out, and the proxy cannot reach them."""

from harness.failure import expect_none
from harness.features import DATABASES, PROXY

NEEDS = ("database",)
DATA = (*DATABASES, "redis", "valkey")


def networks(stack, service):
    return {name for container in stack.containers(service) for name in container.facts["NetworkSettings"]["Networks"]}


def check(stack):
    complaints = []
    proxy = networks(stack, PROXY) if "proxy" in stack.features else set()
    for service in [name for name in DATA if name in stack.config["services"]]:
        joined = networks(stack, service)
        for name in joined:
            if stack.run("docker", "network", "inspect", "-f", "{{.Internal}}", name).strip() != "true":
                complaints.append(f"{service} is in {name}, which is not internal")
        if shared := joined & proxy:
            complaints.append(f"{service} shares {', '.join(sorted(shared))} with the proxy")
    expect_none(complaints, "data services in internal networks apart from the proxy")
