"""Every service that ended did so on purpose, with code 0."""

from harness.failure import expect_none


def check(stack):
    ended = [container for container in stack.containers() if not container.running]
    complaints = [
        f"{c.service} ended with {c.state['ExitCode']}{' for lack of memory' if c.state['OOMKilled'] else ''}"
        for c in ended
        if c.state["ExitCode"] or c.state["OOMKilled"]
    ]
    expect_none(complaints, "code 0 from every one-shot service")
    return ", ".join(container.service for container in ended)
