"""No answer tells which version of which server gave it."""

import re

from harness.failure import expect_none

NEEDS = ("proxy",)
# A product with a version, as in `nginx/1.30.4`, `gunicorn/23` or `Werkzeug/3.1 Python/3.13`.
PRODUCT = re.compile(
    r"(nginx|openresty|gunicorn|uvicorn|hypercorn|werkzeug|python|express|node|php)[/ ]v?\d", re.IGNORECASE
)


def check(stack):
    front = stack.front
    answers = {
        "page": front.https(stack.path),
        "404": front.https(stack.absent("boot-no-such-page")),
        "dotfile": front.https("/.git/config"),
        "bad method": front.https("/", method="TRACE"),
        "redirect": front.http("/"),
    }
    complaints = []
    for what, answer in answers.items():
        for name in ("server", "x-powered-by", "via"):
            if PRODUCT.search(answer.header(name)):
                complaints.append(f"{what}: {name}: {answer.header(name)}")
        if answer.header("x-powered-by"):
            complaints.append(f"{what}: x-powered-by is present")
        if answer.status != 200 and (leak := PRODUCT.search(answer.body.decode(errors="replace"))):
            complaints.append(f"{what}: body says {leak.group(0)!r}")
    expect_none(complaints, "no version in headers or error pages")
