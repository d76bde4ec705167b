"""A bot answers who writes to it, and one that polls is there once."""

import time

from harness.failure import expect

NEEDS = ("bot",)


def check(stack):
    telegram = stack.telegram
    reached = stack.wait(telegram.reached, 60)
    expect(reached, f"expected the bot to turn to Telegram within a minute: {telegram.state()}")
    for service, mode in stack.bots.items():
        count = len(stack.containers(service))
        expect(mode != "polling" or count == 1, f"expected one container of {service}, which polls, got {count}")
    before, began = telegram.state()["calls"], time.monotonic()
    telegram.write(stack.message)
    answered = stack.wait(lambda: bool(telegram.sent(before)), 30)
    state = telegram.state()
    expect(answered, f"expected an answer to {stack.message} within 30 s; delivered: {state['delivered'][-1:]}")
    took = time.monotonic() - began
    # Each update once: a second answer would come from a second poller, or from an update that was not confirmed.
    time.sleep(3)
    waiting = telegram.state()["waiting"]
    expect(waiting == 0, f"expected no update to wait any more, got {waiting}")
    said = telegram.sent(before)[0]["parameters"].get("text", "")
    return f"{said[:60]!r} after {took:.1f} s, by {'webhook' if state['webhook']['url'] else 'polling'}"
