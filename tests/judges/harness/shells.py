"""Which files are shell scripts, and which of them another one takes in."""

import re
from pathlib import Path

SHEBANG = re.compile(rb"#!\s*(/usr/bin/env\s+(-S\s+)?|/\S*/)(ba|da|a|k)?sh\b")


# `. "$here/common.sh"`, `source ./common.sh`, and what a comment tells shellcheck of either.
SOURCE = re.compile(r"^\s*(?:\.|source)\s.*$|\bshellcheck\s.*\bsource=.*$", re.MULTILINE)


def is_script(path: Path) -> bool:
    if path.suffix in (".sh", ".bash"):
        return True
    with path.open("rb") as file:
        return bool(SHEBANG.match(file.read(64)))


def sourced(tree: Path, path: Path, files: list[Path]) -> list[Path]:
    """The file itself and those of `files` that it takes in, and they in turn."""
    found = [path]
    for one in found:
        lines = "\n".join(SOURCE.findall((tree / one).read_text(errors="replace")))
        found += [other for other in files if other not in found and other.name in lines]
    return sorted(found)
