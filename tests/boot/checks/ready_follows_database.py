"""Ready turns 503 while the database is away, live stays 200, and ready returns with the database."""

from harness.failure import expect
from harness.features import kits

NEEDS = ("database",)
DISTURBS = True


def users(stack, database):
    """The services whose readiness asks for it."""
    services = kits(stack.config)
    asked = {name: (stack.config["services"][name].get("environment") or {}).get("KIT_CHECKS") for name in services}
    # A stack that says nothing of it has one database and one application.
    return [name for name, checks in asked.items() if checks is None or f"{database}=" in checks]


def follows(stack, database, services):
    def ready(service):
        return stack.inside("/-/ready", service=service)

    stack.stop(database)
    try:
        turned = stack.wait(lambda: all(ready(service)[0] == 503 for service in services), 30)
        seen = {service: (ready(service), stack.inside("/-/live", service=service)) for service in services}
    finally:
        stack.start(database)
    for service, (asked, live) in seen.items():
        expect(
            turned,
            f"expected ready of {service} to turn 503 within 30 s without {database}, got {asked[0]}: {asked[1][:200]}",
        )
        expect(live[0] == 200, f"expected live of {service} to stay 200 without {database}, got {live[0]}")
    back = stack.wait(lambda: all(ready(service)[0] == 200 for service in services), 60)
    late = {service: ready(service) for service in services}
    expect(back, f"expected ready to return to 200 within 60 s of {database}, got {late}")


def check(stack):
    for database in stack.databases:
        services = users(stack, database)
        expect(services, f"expected a service that asks for {database}, got none")
        follows(stack, database, services)
    if {"proxy", "web"} <= stack.features:
        expect(stack.front.settle(stack.path, 60), f"expected {stack.path} to answer 200 again within a minute")
    return ", ".join(stack.databases)
