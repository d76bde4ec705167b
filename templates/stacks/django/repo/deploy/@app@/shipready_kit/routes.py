"""What the kit knows of Django's routes: `articles/<int:year>/` becomes `/articles/{year}/`."""

from __future__ import annotations

import logging
import os
import re
from functools import lru_cache

OVERLAY = "shipready_kit.django.settings"

_VARIABLE = re.compile(r"<(?:[^<>:]*:)?([^<>]+)>")  # the `<int:year>` of a path
_NAMED = re.compile(r"\(\?P<(\w+)>")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")


def watch() -> None:
    """Django reads the kit's settings, which import the application's, and tells its routes
    to a middleware that stands there (see `django.middleware`).
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = OVERLAY
    # Django leaves a task behind when the kit ends an event stream; asyncio would call it an error.
    logging.getLogger("asyncio").addFilter(
        lambda record: "exception=RequestAborted()" not in record.getMessage()
    )


@lru_cache(maxsize=4096)
def template(route: str) -> str:
    """The route of a match as a template; groups of regular expressions become `{name}` or `{}`."""
    pieces, rest = [], route
    while rest:
        at = rest.find("(")
        if at < 0:
            break
        end = _group(rest, at)
        named = _NAMED.match(rest, at)
        pieces.append(rest[:at])
        if not rest.startswith("(?:", at):
            pieces.append("{" + (named[1] if named else "") + "}")
        rest = rest[end:]
    text = _VARIABLE.sub(r"{\1}", "".join([*pieces, rest]))
    text = _ESCAPED.sub(r"\1", re.sub(r"\\[AZz]|(?<!\\)[\^$?]", "", text))
    return "/" + text.lstrip("/")


def _group(text: str, begin: int) -> int:
    """Behind the bracket that closes the one at `begin`, escapes and sets considered."""
    depth, inside, at = 0, False, begin
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif character == "[":
            inside = True
        elif character == "]":
            inside = False
        elif character in "()" and not inside:
            depth += 1 if character == "(" else -1
            if depth == 0:
                return at + 1
        at += 1
    return len(text)
