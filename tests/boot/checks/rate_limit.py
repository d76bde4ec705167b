"""One client's flood is answered with 429, and the client is served again soon after."""

from harness.failure import expect
from harness.load import burst, tally

DISTURBS = True
COUNT, AT_ONCE = 600, 40


def check(stack):
    answers = burst(lambda: stack.front.https(stack.path), COUNT, AT_ONCE)
    seen = tally(answers)
    after = stack.front.settle(stack.path, 60)
    expect(any(answer.status == 429 for answer in answers), f"expected some 429, got {seen}")
    expect(any(answer.status == 200 for answer in answers), f"expected some 200 as well, got {seen}")
    odd = [str(answer) for answer in answers if answer.status not in (200, 429)]
    expect(not odd, f"expected only 200 and 429, got {seen}")
    expect(after, "expected 200 to a calm client again within a minute")
    return seen
