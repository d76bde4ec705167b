"""NAME=VALUE files: the stand-in values of tests/judges/env, and the .env.example of a tree."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

PLACEHOLDER = "placeholder"
REQUIRED = re.compile(r"\$\{([A-Za-z_]\w*):?\?")  # ${NAME:?message}: Compose stops without it


def parse(text: str) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def read(path: Path, extra: Iterable[str] = ()) -> dict[str, str]:
    found = parse(path.read_text()) if path.exists() else {}
    for pair in extra:
        if "=" not in pair:
            raise SystemExit(f"--env {pair}: not NAME=VALUE")
        name, value = pair.split("=", 1)
        found[name] = value
    return found


def dotenv(example: str, sources: Iterable[str], known: Mapping[str, str]) -> str:
    """The .env that a careful user would make of .env.example: what Compose demands and the example leaves empty is set."""
    names = parse(example)
    lines = [example.rstrip("\n")]
    for name in sorted({name for source in sources for name in REQUIRED.findall(source)}):
        if not names.get(name):
            lines.append(f"{name}={known.get(name, PLACEHOLDER)}")
    return "\n".join(lines) + "\n"
