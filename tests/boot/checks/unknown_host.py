"""A request for a host that is not the stack's own is refused before it reaches the application."""

from harness.failure import expect_none

NEEDS = ("proxy",)
STRANGER = "stranger.invalid"


def check(stack):
    own = stack.front.domain
    answers = {
        "Host header": stack.front.https(stack.path, host=STRANGER),
        "host in the TLS handshake": stack.front.https(stack.path, host=STRANGER, sni=STRANGER),
        "Host header over http": stack.front.http(stack.path, host=STRANGER),
    }
    complaints = [
        f"{what} {STRANGER} (own is {own}) gave {answer}"
        for what, answer in answers.items()
        if answer.status and not 400 <= answer.status < 500
    ]
    expect_none(complaints, "a closed connection or 4xx")
    return ", ".join(f"{what}: {answer.status or 'closed'}" for what, answer in answers.items())
