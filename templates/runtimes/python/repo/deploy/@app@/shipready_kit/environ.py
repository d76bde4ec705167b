"""Builds the environment of the application: secrets from files, and URLs that hold them."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from urllib.parse import quote

from shipready_kit import programs
from shipready_kit.settings import SettingError

URL_PREFIX = "KIT_URL_"
OLDER = "KIT_OLDER_KEY_"
PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Seconds until a start without its secrets ends, and is tried anew.
PATIENCE = 60


def build(environment: dict[str, str]) -> dict[str, str]:
    """The given environment, completed with secrets and URLs. Raises SettingError.

    KIT_SECRET_NAMES lists the variables that hold a secret, so that logs can mask them. Where
    secrets are variables, the platform's file says which: no other value of a URL is secret then.
    """
    result = dict(environment)
    folder = Path(result.get("KIT_SECRETS_DIR") or "/run/secrets")
    wait_for(folder, result.get("KIT_SECRETS_NEEDED", "").split())
    secrets = read_secrets(folder)
    for name, value in secrets.items():
        # An optional secret that nobody filled is not there at all: libraries take an empty
        # variable for a setting, and a wrong one.
        if value:
            result[name] = result.get(name) or value
    older = older_keys(result, secrets)
    templates = {
        name[len(URL_PREFIX) :]: result.pop(name)
        for name in sorted(result)
        if name.startswith(URL_PREFIX)
    }
    composed = {}
    for name, template in templates.items():
        # A URL that the platform itself hands over is newer than what was generated.
        composed[name] = result.get(name) or compose(name, template, result)
    result.update(composed)
    held = {name for name in composed if PLACEHOLDER.search(templates[name])}
    told = result.get("KIT_SECRET_NAMES", "").split()
    names = {*secrets, *older, *held, *(told or placeholders(templates.values()))}
    result["KIT_SECRET_NAMES"] = " ".join(sorted(names))
    return result


def older_keys(result: dict[str, str], names) -> list[str]:
    """Django's key may be followed by those before it, a line each: what they signed still counts.

    The application sees the first alone; the variables of the others are returned.
    """
    if not result.get("KIT_SETTINGS"):
        return []
    older = []
    for name in names:
        if name.endswith("SECRET_KEY") and result.get(name):
            result[name], *rest = result[name].split()
            older += [key for key in rest if key not in older]
    numbered = {f"{OLDER}{number}": key for number, key in enumerate(older, 1)}
    result.update(numbered)
    return list(numbered)


def wait_for(folder: Path, names: list[str]) -> None:
    """Until somebody else has put these files there; without them, the start ends."""
    end, told = time.monotonic() + PATIENCE, False
    while missing := [name for name in names if not (folder / name).is_file()]:
        if time.monotonic() >= end:
            raise SettingError(f"these secrets are missing in {folder}: {', '.join(missing)}")
        if not told:
            print(f"shipready: waiting for secrets: {', '.join(missing)}", file=sys.stderr)
            told = True
        time.sleep(0.5)


def read_secrets(folder: Path) -> dict[str, str]:
    """One variable a file, named as the file; a single newline at its end is dropped."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingError(f"the secrets folder {folder} cannot be read: {error}") from None
    return {path.name: read_secret(path) for path in files if VARIABLE.fullmatch(path.name)}


def read_secret(path: Path) -> str:
    """The text of one secret; never shows any of it in an error."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SettingError(f"the secret {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingError(f"the secret {path} is not UTF-8 text") from None
    if "\0" in text:
        raise SettingError(f"the secret {path} holds a NUL byte")
    return text[:-1].removesuffix("\r") if text.endswith("\n") else text


def compose(name: str, template: str, values: dict[str, str]) -> str:
    """Fill a URL template; every value is percent-encoded, so `@` or `/` cannot break it."""

    def fill(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if not value:
            raise SettingError(
                f"{name} needs the secret {match[1]}, which is missing or empty: "
                f"provide the file {values.get('KIT_SECRETS_DIR') or '/run/secrets'}"
                f"/{match[1]} or set the variable {match[1]}"
            )
        return quote(value, safe="")

    return PLACEHOLDER.sub(fill, template)


def placeholders(templates) -> set[str]:
    """The names of all secrets that the templates mention."""
    return {name for template in templates for name in PLACEHOLDER.findall(template)}


def execute(argv: list[str]) -> int:
    """Become another program (a migration, a worker, a shell) with the same environment.

    Returns only on failure: 127 when the program does not exist, 126 when it cannot run.
    """
    environment = build(dict(os.environ))
    look = programs.known(Path(argv[0]).name, "look")
    if look is not None:
        look(argv, environment)
    try:
        os.execvpe(argv[0], argv, environment)
    except FileNotFoundError:
        print(f"shipready: {argv[0]}: no such program", file=sys.stderr)
        return 127
    except OSError as error:
        print(f"shipready: {argv[0]}: {error.strerror}", file=sys.stderr)
        return 126
