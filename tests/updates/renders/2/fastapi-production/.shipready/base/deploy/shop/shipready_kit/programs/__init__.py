"""What the kit knows of single programs: how to see that they work, not merely run.

A module here is called as the program is. Its `watch()` runs before the program does, its
`look(command, environment)` before `run` becomes that program.
"""

from __future__ import annotations

import importlib
import importlib.util


def known(program: str, act: str):
    """The function `act` of the module for a program, or None."""
    name = f"{__name__}.{program}"
    if not program.isidentifier() or importlib.util.find_spec(name) is None:
        return None
    return getattr(importlib.import_module(name), act, None)
