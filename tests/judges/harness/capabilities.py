"""Every capability that is given back must be explained where it stands; only the source holds comments."""

import re
from collections.abc import Iterator

KEY = re.compile(r"^(\s*)cap_add:\s*(\[.*\])?\s*(#.*)?$")
ITEM = re.compile(r"^\s*-\s*[\"']?([A-Z_]+)[\"']?\s*(#.*)?$")


def unexplained(source: str) -> Iterator[str]:
    lines = source.splitlines()
    for number, line in enumerate(lines):
        key = KEY.match(line)
        if not key or _commented(lines, number):
            continue
        items = list(_items(lines, number + 1, len(key[1])))
        if not items or any(not _commented(lines, item) for item in items):
            yield f"line {number + 1}: cap_add without a comment that says why"


def _items(lines: list[str], start: int, depth: int) -> Iterator[int]:
    for number in range(start, len(lines)):
        text = lines[number].strip()
        if text.startswith("#"):
            continue
        if not ITEM.match(lines[number]) or len(lines[number]) - len(lines[number].lstrip()) < depth:
            return
        yield number


def _commented(lines: list[str], number: int) -> bool:
    """A comment at the end of the line or on the line above."""
    above = lines[number - 1].strip() if number else ""
    return " #" in lines[number] or above.startswith("#")
