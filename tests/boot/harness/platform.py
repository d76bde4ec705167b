"""The variables that a platform would give to the first web service of a render.yaml, for `docker run --env-file`.

    platform.py render.yaml HOST_OF_POSTGRES HOST_OF_REDIS PASSWORD

It reads the shape that our own template writes, line by line: no YAML reader is needed for that.
"""

import re
import sys
from pathlib import Path

KEY = re.compile(r"^      - key: (\w+)$")
VALUE = re.compile(r'^        value: "(.*)"$')
FOLDED = re.compile(r"^        value: >-$")
FROM = re.compile(r"^        from(?:Database|Service): \{.*property: (\w+)\}$")
GENERATED = re.compile(r"^        generateValue: true$")


def section(text: str, start: str) -> list[str]:
    """The lines of the entry that begins with `start`, up to the next entry of its list."""
    lines = text[text.index(start) :].splitlines()
    rest = (index for index, line in enumerate(lines) if index and re.match(r"^  (- |# )|^\S", line))
    return lines[: next(rest, len(lines))]


def values(lines: list[str], handed: dict[str, dict[str, str]]) -> dict[str, str]:
    found, key, folded = {}, "", False
    for line in lines:
        if match := KEY.match(line):
            key, folded = match[1], False
        elif match := VALUE.match(line):
            found[key] = match[1]
        elif FOLDED.match(line):
            folded, found[key] = True, ""
        elif match := FROM.match(line):
            found[key] = handed["database" if "fromDatabase" in line else "service"][match[1]]
        elif GENERATED.match(line):
            found[key] = "c2VjcmV0IG1hZGUgdXAgYnkgdGhlIHBsYXRmb3JtISE="
        elif folded and line.startswith("          "):
            found[key] = f"{found[key]} {line.strip()}".strip()
    return found


def main(path: str, postgres: str, redis: str, password: str) -> None:
    text = Path(path).read_text()
    handed = {
        "database": {"host": postgres, "port": "5432", "user": "app", "password": password, "database": "app"},
        "service": {"host": redis, "port": "6379", "connectionString": f"redis://{redis}:6379"},
    }
    service = section(text, "  - type: web")
    group = next(match[1] for line in service if (match := re.match(r"^      - fromGroup: (\S+)$", line)))
    found = values(section(text, f"  - name: {group}\n"), handed) | values(service, handed)
    for name, value in found.items():
        print(f"{name}={value}")


main(*sys.argv[1:])
