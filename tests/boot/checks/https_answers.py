"""The application answers 200 over HTTPS through the proxy."""

from harness.failure import expect

NEEDS = ("proxy", "web")


def check(stack):
    answer = stack.front.https(stack.path)
    expect(answer.status == 200, f"expected 200 from https {stack.path}, got {answer}: {answer.body[:200]!r}")
    return f"{len(answer.body)} bytes from {stack.path}"
