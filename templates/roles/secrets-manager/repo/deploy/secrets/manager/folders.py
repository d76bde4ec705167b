"""The folders in memory, one for each process, and what shall lie in them."""

import json
import os
import time
from pathlib import Path

ROOT = Path(os.environ.get("HANDOUTS_ROOT", "/handouts"))
REFRESH_SECONDS = int(os.environ.get("REFRESH_SECONDS", "300"))
OPTIONAL = set(os.environ.get("OPTIONAL", "").split())


def handouts():
    """For each process: the name of a secret by the name of its file."""
    wanted = {}
    for word in os.environ.get("HANDOUTS", "").split():
        process, _, secrets = word.partition("=")
        pairs = (secret.partition(":") for secret in secrets.split(","))
        wanted[process] = {file or name: name for name, _, file in pairs}
    return wanted


def names():
    """Every secret that somebody gets, once."""
    return sorted({name for files in handouts().values() for name in files.values()})


def hand_out(values):
    """Writes what is new, takes away what nobody shall have any more; the names of what changed."""
    changed = set()
    for process, files in handouts().items():
        folder = ROOT / process
        for old in folder.iterdir():
            if old.name not in files:
                old.unlink()
        for file, name in files.items():
            if values.get(name) is not None and write(folder / file, values[name]):
                changed.add(name)
    return sorted(changed)


def write(path, value):
    """The old value or the new one, never half of it; whether it was another."""
    data = value.encode()
    if path.exists() and path.read_bytes() == data:
        return False
    new = path.with_name(f".{path.name}")
    new.unlink(missing_ok=True)
    # Only its process has the folder, under whichever user it runs.
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        os.write(handle, data)
    finally:
        os.close(handle)
    new.replace(path)
    return True


def complete():
    """Whether everybody has all that they need."""
    return all(
        there(ROOT / process / file, name in OPTIONAL)
        for process, files in handouts().items()
        for file, name in files.items()
    )


def there(path, may_be_empty):
    try:
        return path.stat().st_size > 0 or may_be_empty
    except FileNotFoundError:
        return False


class Folder:
    """Files in the place of a manager."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def get(self, name):
        path = self.folder / name
        return path.read_text().removesuffix("\n") if path.is_file() else None


def log(level, message):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    line = {"time": now, "level": level, "logger": "secrets", "message": message}
    print(json.dumps(line, ensure_ascii=False), flush=True)
