"""What a bot writes is one JSON object a line; one that writes nothing is free to."""

from checks.web_logs import is_object
from harness.failure import expect_none

NEEDS = ("bot",)


def check(stack):
    lines = [line for bot in stack.bots for one in stack.containers(bot) for line in stack.logs(one).splitlines()]
    lines = [line for line in lines if line.strip()]
    expect_none([f"{line[:160]!r} is no JSON object" for line in lines if not is_object(line)][:5], "JSON objects only")
    return f"{len(lines)} lines"
