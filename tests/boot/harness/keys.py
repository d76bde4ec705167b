"""A new key of Django holds from then on, and what the one before it signed still counts, until it is forgotten."""

import re

from harness.failure import expect

KEYS = re.compile(r"^KEYS=\((.+)\)$", re.MULTILINE)
SIGN = "import django; django.setup(); from django.core.signing import dumps; print('signed', dumps('boot'))"
READ = """
import django; django.setup()
from django.conf import settings
from django.core.signing import BadSignature, loads
try:
    print('reads', loads({signed!r}))
except BadSignature:
    print('reads nothing')
print('older', len(settings.SECRET_KEY_FALLBACKS))
"""


def python(stack, code):
    return stack.run(*stack.within(stack.web_service), "python", "-c", code)


def rotated(stack, *arguments):
    done = stack.attempt("deploy/scripts/rotate", *arguments)
    expect(done.returncode == 0, f"`rotate {' '.join(arguments)}` exited {done.returncode}: {done.stderr[-400:]}")


def rotates(stack):
    """Raises Failure unless; the name of the key."""
    script = stack.project / "deploy/scripts/rotate"
    found = KEYS.search(script.read_text()) if script.exists() else None
    expect(found, "expected deploy/scripts/rotate to name the keys of Django")
    name = found[1].split()[0]
    signed = re.search(r"^signed (\S+)$", python(stack, SIGN), re.MULTILINE)[1]
    rotated(stack, name)
    said = python(stack, READ.format(signed=signed))
    expect("reads boot" in said, f"expected the old signature to count after `rotate {name}`, got {said!r}")
    renewed = re.search(r"^signed (\S+)$", python(stack, SIGN), re.MULTILINE)[1]
    rotated(stack, "--forget", name)
    said = python(stack, READ.format(signed=signed))
    expect("reads nothing" in said and "older 0" in said, f"expected the old key to be forgotten, got {said!r}")
    said = python(stack, READ.format(signed=renewed))
    expect("reads boot" in said, f"expected the new key to hold, got {said!r}")
    return name
