"""The environments in which the kit is tested, each with the kit as an image has it."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parent.parent / "templates"
COMPONENTS = [
    "runtimes/python",
    "roles/consumer",
    "stacks/django",
    "stacks/fastapi",
    "stacks/flask",
    "services/alembic",
    "services/arq",
    "services/celery",
    "services/django-q",
    "services/dramatiq",
    "services/huey",
    "services/rq",
    "services/saq",
    "services/telegram",
]
CACHE = Path(os.environ.get("KIT_CACHE", HERE.parent.parent / "target/kit-venv"))
APPS = HERE / "apps"
ENVIRONMENTS = ["new", "middle", "old", "py39"]
FLASKS = ["flask3", "flask2"]
DJANGOS = ["django6", "django5", "django4"]
BOTS = ["bots3", "bots2"]
QUEUES = ["queues", "arq"]
# Stack and interface of an environment; those above are of FastAPI.
STACKS = {
    **dict.fromkeys(ENVIRONMENTS, ("fastapi", "asgi")),
    **dict.fromkeys(FLASKS, ("flask", "wsgi")),
    **dict.fromkeys(DJANGOS, ("django", "wsgi")),
    **dict.fromkeys(BOTS, ("telegram-bot", "none")),
    **dict.fromkeys(QUEUES, ("django", "none")),
    "django5": ("django", "asgi"),
}
RULE = re.compile(r'from: repo/deploy/@app@/(\S+), when: options.interface ([!=]=) "(\w+)"')


def sources(name=None):
    """The files of the kit by their place in /opt/kit: all of them, or those that an environment
    gets by the rules of the runtime's component.
    """
    stack, interface = STACKS[name] if name else (None, None)
    rules = RULE.findall((TEMPLATES / "runtimes/python/component.yaml").read_text())
    left_out = {
        file for file, sign, other in rules if name and (interface == other) != (sign == "==")
    }
    found = {}
    for component in COMPONENTS:
        if name and component.startswith("stacks/") and component != f"stacks/{stack}":
            continue
        part = TEMPLATES / component / "repo/deploy/@app@"
        for path in sorted(part.rglob("*")):
            place = str(path.relative_to(part))
            if path.is_file() and "__pycache__" not in path.parts and place not in left_out:
                # Stacks have files of the same name; where all are asked for, all are given.
                found[place if name else f"{component}: {place}"] = path
    return found


def lay_out(folder, name="new"):
    """Copy the kit's files into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for place, path in sources(name).items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / place)


def install(python, kit):
    """The one command of the image's build stage."""
    command = [str(python), str(kit / "shipready_kit/install.py")]
    return subprocess.run(command, capture_output=True, check=False, text=True, cwd=APPS)


def environment(name):
    """The Python of a prepared environment; None when it is missing, or was not asked for."""
    if name not in os.environ.get("KIT_ENVIRONMENTS", name).split():
        return None
    python = CACHE / name / "bin/python"
    return python if (CACHE / name / "kit-stamp").exists() else None


def python_of(name):
    """The same for a test, which is left out when it is missing."""
    python = environment(name)
    if python is None:
        pytest.skip(f"the environment {name} is not prepared")
    return python


def prepare(name):
    """Lay the kit out in an environment and install it, unless it is there already."""
    python = CACHE / name / "bin/python"
    if not python.exists():
        return
    kit, stamp = CACHE / name / "kit", CACHE / name / "kit-stamp"
    digest = hashlib.sha256()
    for path in sources(name).values():
        digest.update(path.read_bytes())
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        lay_out(kit, name)
        result = install(python, kit)
        assert result.returncode == 0, result.stdout + result.stderr
        stamp.write_text(digest.hexdigest())


if __name__ == "__main__":
    for each in STACKS:
        prepare(each)
