"""Every lasting service has a health check that passes, a restart policy and never restarted."""

from harness.failure import expect, expect_none


def complaints_about(container):
    if container.health != "healthy" and not container.excepted("health"):
        yield f"health is {container.health}"
    if container.host["RestartPolicy"]["Name"] not in ("always", "unless-stopped", "on-failure"):
        yield f"restart policy is {container.host['RestartPolicy']['Name']!r}"
    if container.facts["RestartCount"]:
        yield f"it restarted {container.facts['RestartCount']} times"


def check(stack):
    lasting = [container for container in stack.containers() if container.running]
    expect(lasting, "expected running containers, got none")
    complaints = [f"{c.service}: {line}" for c in lasting for line in complaints_about(c)]
    expect_none(complaints, "every running service to be healthy")
    return ", ".join(container.service for container in lasting)
