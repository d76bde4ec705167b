"""Stands in for settings that are not there while the image is built (`KIT_BUILD=1`).

`collectstatic` needs the settings, and settings often insist on secrets and addresses that
only the running container has. Where they fail, the variable that they looked for in vain last
gets a value that fits its name, and they are imported anew. Such a value serves this one
command; nothing of it stays in the image but the files.
"""

from __future__ import annotations

import os
import re
import sys

from shipready_kit.settings import SettingError

MOST = 200  # variables

# By the name, from its end; the first that fits.
_VALUES = tuple(
    (re.compile(pattern + "$"), value)
    for pattern, value in {
        r"MONGO\w*(URL|URI|DSN)": "mongodb://127.0.0.1/c",
        r"MYSQL\w*(URL|URI|DSN)": "mysql://a:b@127.0.0.1/c",
        r"(DATABASE|POSTGRES|PG|DB)\w*(URL|URI|DSN)": "postgres://a:b@127.0.0.1/c",
        r"(AMQP|RABBIT)\w*(URL|URI)": "amqp://127.0.0.1//",
        r"(REDIS|BROKER|CACHE|CELERY)\w*(URL|URI|BACKEND)": "redis://127.0.0.1/0",
        r"(EMAIL|SMTP)_?(URL|URI)": "smtp://127.0.0.1:25",
        r"(SENTRY\w*|DSN)": "https://a@localhost/1",
        r"(URL|URI|ORIGINS?)": "https://localhost",
        r"EMAIL(_FROM|_HOST_USER)?": "nobody@localhost",
        r"HOSTS?": "localhost",
        r"(SECRET|KEY|TOKEN|PASSWORD)": "0123456789" * 6,
    }.items()
)

_missed: list[str] = []


class _Watched(type(os.environ)):
    """The environment, which notes what is looked for in vain."""

    def __getitem__(self, name):
        try:
            return super().__getitem__(name)
        except KeyError:
            _missed.append(name)
            raise


def complete(load, package: str):
    """Call `load` until nothing is missing; raises its error where no stand-in is left."""
    for word in os.environ.get("KIT_BUILD_VARIABLES", "").split():
        name, _, value = word.partition("=")
        os.environ.setdefault(name, value or fitting(name))
    usual = type(os.environ)
    os.environ.__class__ = _Watched
    try:
        for _ in range(MOST):
            before = set(sys.modules)
            _missed.clear()
            try:
                return load()
            except (Exception, SystemExit):  # settings may even exit
                if not _fill():
                    raise
            # What was imported half begins anew.
            for module in set(sys.modules) - before:
                if module.partition(".")[0] == package:
                    del sys.modules[module]
        raise SettingError(f"more than {MOST} variables are missing")
    finally:
        os.environ.__class__ = usual


def _fill() -> bool:
    known = set(os.environ)
    missing = [name for name in _missed if name not in known and not name.startswith("KIT_")]
    if missing:
        print(f"kit: {missing[-1]} is not set in this build: stood in for", file=sys.stderr)
        os.environ[missing[-1]] = fitting(missing[-1])
    return bool(missing)


def fitting(name: str) -> str:
    """A value that parses as what the name promises; `1` is a number, a word and a yes."""
    upper = name.upper()
    return next((value for pattern, value in _VALUES if pattern.search(upper)), "1")
