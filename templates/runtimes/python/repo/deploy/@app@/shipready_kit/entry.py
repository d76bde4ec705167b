"""Imports the application that KIT_APP names.

`package.module:attribute`, or `package.module:factory()` for a function that makes it.
"""

from __future__ import annotations

import importlib

from shipready_kit import settings


def load(address: str):
    """Import the application, or call its factory. Errors of its own come through as they are."""
    module_name, separator, attribute = address.partition(":")
    if not separator or not attribute:
        raise settings.SettingError(f"KIT_APP must be module:attribute, but is {address!r}")
    found = importlib.import_module(module_name)
    for name in attribute.removesuffix("()").split("."):
        found = getattr(found, name)
    application = found() if attribute.endswith("()") else found
    # A traceback in the answer shows source code and values to strangers.
    if getattr(application, "debug", False) is True:
        application.debug = False
    return application
