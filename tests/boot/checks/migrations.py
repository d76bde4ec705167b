"""Migrations ran exactly once and had finished before the application started."""

from harness.failure import expect


def check(stack):
    ran = stack.containers(stack.migrate_service)
    expect(len(ran) == 1, f"expected one container of {stack.migrate_service}, got {len(ran)}")
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
    ended = migrate.state["FinishedAt"]
    # The moment of its creation says nothing: only a start before the end would have met an old schema.
    for web in stack.containers(stack.web_service):
        began = web.state["StartedAt"]
        expect(
            began > ended, f"expected {web.name} to start after the migrations ended at {ended}, it started at {began}"
        )
    return f"ended {ended}"
