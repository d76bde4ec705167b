"""Packages that import pkg_resources, which setuptools has not had since its version 82.

Many older ones do, and list setuptools without a limit, or not at all because every environment had
it before Python 3.12. Without pkg_resources, they fail when they are imported.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

# At the beginning of a line: what is imported in a `try` or a function may be missing.
IMPORT = re.compile(rb"^(?:import pkg_resources\b|from pkg_resources import\b)", re.MULTILINE)
ITSELF = {"setuptools", "pkg_resources", "_distutils_hack"}


def lacks_resources(*folders: str) -> str | None:
    """A module in these folders that needs pkg_resources, where that is not there."""
    if find_spec("pkg_resources"):
        return None
    for folder in dict.fromkeys(folders):
        for path in sorted(Path(folder).rglob("*.py")):
            parts = path.relative_to(folder).parts
            if parts[0] in ITSELF or {"tests", "test"} & set(parts):
                continue
            if IMPORT.search(path.read_bytes()):
                return "/".join(parts)
    return None
