"""What Flask leaves open, closed where the application does not decide it itself.

These are defaults of the class `Flask`: whatever the application puts into its `config` wins.
"""

from __future__ import annotations

import os

from shipready_kit import settings

# Cookies of the session, and those with which Flask-Login remembers people.
COOKIES = {
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "REMEMBER_COOKIE_SECURE": True,
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
}


def watch(owner) -> None:
    """Change the class, before an application is made of it."""
    # Wherever debugging was asked for: nobody outside gets to see a traceback or a console.
    os.environ["FLASK_DEBUG"] = "0"
    owner.debug = property(lambda _self: False, lambda _self, _value: None)
    if settings.on("KIT_BEHIND_TLS"):
        defaults = {**owner.default_config, **COOKIES, "PREFERRED_URL_SCHEME": "https"}
        owner.default_config = type(owner.default_config)(defaults)
