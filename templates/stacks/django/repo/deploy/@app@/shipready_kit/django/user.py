"""Imports the user's settings, with DEBUG off from the first line on.

What a settings module derives from DEBUG (`if DEBUG: INSTALLED_APPS += …`) is decided while
it is imported, so that switching DEBUG off afterwards would come too late.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import sysconfig
from collections.abc import MutableMapping
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path

from shipready_kit import settings
from shipready_kit.django import build

# Their DEBUG is none of ours.
LIBRARIES = ("stdlib", "platstdlib", "purelib", "platlib")


def load() -> tuple[dict[str, object], Path]:
    """The names of the user's settings module, and its file. Its own errors come through."""
    name = os.environ.get("KIT_SETTINGS")
    if not name:
        raise settings.SettingError("KIT_SETTINGS must name the settings, such as shop.settings")
    if settings.on("KIT_BUILD"):
        module = build.complete(lambda: _import(name), name.partition(".")[0])
    else:
        module = _import(name)
    names = {key: value for key, value in vars(module).items() if not key.startswith("__")}
    return names, Path(module.__file__)


def _import(name: str):
    if settings.developing():
        return importlib.import_module(name)
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        return importlib.import_module(name)
    finally:
        sys.meta_path.remove(finder)


class _Finder:
    """Finds modules as Python does; those of the application keep their DEBUG off."""

    def __init__(self) -> None:
        self._libraries = tuple(sysconfig.get_path(name) + os.sep for name in LIBRARIES)

    def find_spec(self, name, path=None, target=None):
        """What the import system asks."""
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or type(spec.loader) is not SourceFileLoader:
            return None
        if spec.origin.startswith(self._libraries):
            return None
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    def exec_module(self, module) -> None:
        """Run the code of the module over names that keep DEBUG off."""
        # As importlib does it: the code is the application's own.
        names = vars(module)
        exec(self.get_code(module.__name__), names, _Names(names))  # noqa: S102


class _Names(MutableMapping):
    """The names of a module. `DEBUG` is never true; logging's level of that name passes."""

    def __init__(self, names: dict) -> None:
        self._names = names

    def __getitem__(self, name):
        return self._names[name]

    def __setitem__(self, name, value) -> None:
        if name == "DEBUG" and value and value != logging.DEBUG:
            value = False
        self._names[name] = value

    def __delitem__(self, name) -> None:
        del self._names[name]

    def __iter__(self):
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
