"""A bot ends by itself when it is told to, and answers again once it is back."""

import time

from harness.failure import expect

NEEDS = ("bot",)
DISTURBS = True


def stopped(stack, service):
    """Seconds that stopping took, and the code that the bot ended with."""
    bot = stack.containers(service)[0]
    began = time.monotonic()
    # TERM, and KILL after the service's own stop_grace_period.
    stack.run("docker", "stop", bot.id)
    code = stack.run("docker", "inspect", "-f", "{{.State.ExitCode}}", bot.id).strip()
    return time.monotonic() - began, int(code)


def check(stack):
    telegram = stack.telegram
    service = next(iter(stack.bots))
    before = telegram.state()["calls"]
    took, code = stopped(stack, service)
    # Written while nobody is there: Telegram keeps it for the bot.
    telegram.write(stack.message)
    stack.start(service)
    kept = stack.wait(lambda: bool(telegram.sent(before)), 20)
    if not kept:
        telegram.write(stack.message)
    answered = kept or stack.wait(lambda: bool(telegram.sent(before)), 30)
    expect(code not in (137, 143), f"expected {service} to end by itself, it ended with {code} after {took:.1f} s")
    expect(answered, f"expected {service} to answer {stack.message} once it is back, got nothing: {telegram.state()}")
    return f"stopping took {took:.1f} s; what came meanwhile was {'answered' if kept else 'dropped by the bot'}"
