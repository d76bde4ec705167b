"""Does something with a module right after it is imported, by whomever and whenever."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable

_acts: dict[str, Callable] = {}


def after(name: str, act: Callable) -> None:
    """Call `act(module)` once, as soon as the module is there; perhaps never."""
    if name in sys.modules:
        act(sys.modules[name])
        return
    if not _acts:
        sys.meta_path.insert(0, _Finder())
    _acts[name] = act


class _Finder:
    """Lets the usual finders find, and looks on."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """What the import system asks."""
        act = _acts.pop(name, None)
        if act is None:
            return None
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module) -> None:
                execute(module)
                act(module)

            spec.loader.exec_module = exec_module
        return spec
