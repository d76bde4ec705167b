"""One client's flood is answered with 429, and the client is served again soon after."""

from harness.failure import expect
from harness.load import burst, tally

NEEDS = ("proxy", "web")
DISTURBS = True
# A limit may allow a large burst first, so the flood goes on until it is met.
BATCHES, BATCH, AT_ONCE = 10, 300, 40


def flood(stack):
    answers = []
    for _ in range(BATCHES):
        answers += burst(lambda: stack.front.https(stack.path), BATCH, AT_ONCE)
        if any(answer.status == 429 for answer in answers):
            break
    return answers


def check(stack):
    answers = flood(stack)
    seen = tally(answers)
    # The next check must not meet what is left of this one.
    after = stack.front.settle(stack.path, 60)
    expect(any(answer.status == 429 for answer in answers), f"expected some 429, got {seen}")
    expect(any(answer.status == 200 for answer in answers), f"expected some 200 as well, got {seen}")
    expect(all(answer.status in (200, 429) for answer in answers), f"expected only 200 and 429, got {seen}")
    expect(after, "expected 200 to a calm client again within a minute")
    return seen
