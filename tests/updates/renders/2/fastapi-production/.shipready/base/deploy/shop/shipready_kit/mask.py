"""Takes secrets and personal data out of text that is about to be logged."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from urllib.parse import quote

HIDDEN = "***"
SHORTEST = 6  # characters; a shorter "secret" would be found inside ordinary words
SECRET_VARIABLE = re.compile(r"(?:PASSWORD|SECRET|TOKEN|API_KEY|SECRET_KEY|PRIVATE_KEY)$")

_SENSITIVE = r"(?:password|passwd|secret|token|api[_-]?key|authorization|otp|cvv)"
SENSITIVE_NAME = re.compile(_SENSITIVE, re.IGNORECASE)
_PAIR = re.compile(
    rf"(?i)(\b[\w-]{{0,40}}{_SENSITIVE}[\w-]{{0,40}}[\"']?\s?[:=]\s?[\"']?)"
    r"(?!\*\*\*)(?:(?:bearer|basic)\s+)?[^\s\"',;&)}\]]+"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}")
# A signed or encrypted web token, wherever it stands: its first part is always `{"` in base64.
_WEB_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){2,4}")
_CREDENTIALS = re.compile(r"://([^\s:/@]{0,256}):[^\s/@]{1,512}@")
_EMAIL = re.compile(r"\b([\w.+-])[\w.+-]{0,63}@([\w-]{1,63}\.[\w.-]{1,190})")


@lru_cache(maxsize=1)
def _values() -> re.Pattern[str] | None:
    """All secret values of this process, as they are and as a URL would hold them."""
    values = set()
    named = os.environ.get("KIT_SECRET_NAMES", "").split()
    for name, value in os.environ.items():
        if len(value) >= SHORTEST and (name in named or SECRET_VARIABLE.search(name)):
            values |= {value, quote(value, safe=""), repr(value)[1:-1]}
    longest_first = sorted(values, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if values else None


def text(value: str) -> str:
    """The text without secret values, credentials, tokens and e-mail addresses."""
    secrets = _values()
    if secrets is not None:
        value = secrets.sub(HIDDEN, value)
    if "eyJ" in value:
        value = _WEB_TOKEN.sub(HIDDEN, value)
    if "@" in value:
        value = _CREDENTIALS.sub(rf"://\1:{HIDDEN}@", value)
        value = _EMAIL.sub(rf"\1{HIDDEN}@\2", value)
    if ":" in value or "=" in value:
        value = _PAIR.sub(rf"\1{HIDDEN}", value)
    if "earer" in value or "asic" in value:
        value = _BEARER.sub(rf"\1 {HIDDEN}", value)
    return value


def document(value, name: str = ""):
    """A value from JSON, masked like `field` at every depth; its shape stays."""
    if SENSITIVE_NAME.search(name):
        return HIDDEN
    if isinstance(value, dict):
        return {key: document(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [document(item) for item in value]
    return text(value) if isinstance(value, str) else value


def field(name: str, value):
    """One extra field of a log entry: hidden whole when its name says that it is secret."""
    if SENSITIVE_NAME.search(name):
        return HIDDEN
    if isinstance(value, (int, float, type(None))):
        return value
    return text(value if isinstance(value, str) else repr(value))
