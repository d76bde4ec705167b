"""Which files are shell scripts."""

import re
from pathlib import Path

SHEBANG = re.compile(rb"#!\s*(/usr/bin/env\s+(-S\s+)?|/\S*/)(ba|da|a|k)?sh\b")


def is_script(path: Path) -> bool:
    if path.suffix in (".sh", ".bash"):
        return True
    with path.open("rb") as file:
        return bool(SHEBANG.match(file.read(64)))
