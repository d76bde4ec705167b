"""Migrations ran exactly once and had finished before what works on the database started."""

from harness.failure import expect
from harness.features import MIGRATE, named

NEEDS = ("migrations",)


def waiting(stack, service):
    """The services that must not start before it has ended."""
    return [name for name, other in stack.config["services"].items() if service in (other.get("depends_on") or {})]


def ran_once(stack, service):
    ran = stack.containers(service)
    expect(len(ran) == 1, f"expected one container of {service}, got {len(ran)}")
    migrate = ran[0]
    expect(not migrate.running, f"expected {migrate.service} to have ended, it is {migrate.state['Status']}")
    expect(
        migrate.state["ExitCode"] == 0,
        f"expected it to end with 0, got {migrate.state['ExitCode']}: {stack.logs(migrate)[-400:]}",
    )
    expect(
        migrate.facts["RestartCount"] == 0,
        f"expected it to run once, it restarted {migrate.facts['RestartCount']} times",
    )
    return migrate.state["FinishedAt"]


def check(stack):
    for app in named(stack.config, MIGRATE):
        ended = ran_once(stack, f"{app}{MIGRATE}")
        later = waiting(stack, f"{app}{MIGRATE}")
        expect(later, f"expected services that wait for {app}{MIGRATE}, got none")
        # The moment of its creation says nothing: only a start before the end would have met an old schema.
        for one in (container for service in later for container in stack.containers(service)):
            began = one.state["StartedAt"]
            expect(
                began > ended,
                f"expected {one.name} to start after the migrations ended at {ended}, it started at {began}",
            )
    return f"ended {ended}"
