"""Live and ready answer 200 inside each web application's and each bot's container."""

from harness.failure import expect
from harness.features import WEB


def check(stack):
    services = [*(f"{app}{WEB}" for app in stack.webs), *stack.bots]
    expect(services, "expected a web application or a bot, got neither")
    for service in services:
        for path in ("/-/live", "/-/ready"):
            status, body = stack.inside(path, service=service)
            expect(status == 200, f"expected 200 from {path} inside {service}, got {status}: {body[:200]}")
    return ", ".join(services)
