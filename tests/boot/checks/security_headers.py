"""Security headers stand exactly once on a page, on a 404 and on the proxy's own error when the application is down."""

import re

from harness.failure import expect, expect_none

NEEDS = ("proxy", "web")
DISTURBS = True
HALF_A_YEAR = 15_768_000
NAMES = ("strict-transport-security", "x-content-type-options", "referrer-policy", "permissions-policy")


def complaints_about(what, answer):
    times = {name: len(answer.values(name)) for name in NAMES}
    # A policy of frame-ancestors says the same as x-frame-options and may stand in its place.
    frames = len(answer.values("x-frame-options"))
    if frames or "frame-ancestors" not in answer.header("content-security-policy"):
        times["x-frame-options"] = frames
    yield from (f"{what}: {name} × {count}" for name, count in times.items() if count != 1)
    if answer.header("x-content-type-options") not in ("", "nosniff"):
        yield f"{what}: x-content-type-options is {answer.header('x-content-type-options')!r}"
    age = re.search(r"max-age=(\d+)", answer.header("strict-transport-security"))
    if age and int(age[1]) < HALF_A_YEAR:
        yield f"{what}: strict-transport-security lasts {age[1]} s"


def check(stack):
    page = stack.front.https(stack.path)
    missing = stack.front.https(stack.absent("boot-no-such-page"))
    dotfile = stack.front.https(f"{stack.route.path}.git/config")
    # It need not end in peace: here it only has to be away.
    stack.stop(stack.web_service, "--timeout=0")
    try:
        down = stack.front.https(stack.path, timeout=60)
    finally:
        stack.start(stack.web_service)
        back = stack.front.settle(stack.path, 60)
    expect(page.status == 200, f"expected a 200 to look at, got {page}")
    expect(missing.status == 404, f"expected a 404 to look at, got {missing}")
    expect(dotfile.status in (403, 404), f"expected .git/config to be refused with 403 or 404, got {dotfile}")
    expect(down.status in (502, 503, 504), f"expected 502, 503 or 504 while the application is down, got {down}")
    expect(back, "expected 200 once the application is back, within a minute")
    answers = {"200": page, "404": missing, "dotfile": dotfile, str(down.status): down}
    complaints = [line for what, answer in answers.items() for line in complaints_about(what, answer)]
    expect_none(complaints, "each security header exactly once on every answer")
    return "on " + ", ".join(answers)
