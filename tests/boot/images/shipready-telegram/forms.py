"""Parameters of a call, in each of the forms that libraries send them in."""

from __future__ import annotations

import email.parser
import email.policy
import json
from typing import Any
from urllib.parse import parse_qsl


def parameters(query: str, kind: str, body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = dict(parse_qsl(query))
    if kind.startswith("application/json"):
        found |= json.loads(body or b"{}")
    elif kind.startswith("multipart/form-data"):
        found |= multipart(kind, body)
    else:
        found |= dict(parse_qsl(body.decode(errors="replace")))
    return found


def multipart(kind: str, body: bytes) -> dict[str, Any]:
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    whole = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    return {str(part.get_param("name", header="content-disposition")): value(part) for part in whole.iter_parts()}


def value(part: Any) -> str:
    if part.get_filename():
        return f"<file {part.get_filename()}>"
    return part.get_payload(decode=True).decode(errors="replace")
