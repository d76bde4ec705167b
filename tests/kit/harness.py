"""Lays the kit out as an image does, starts it, and talks to it over real sockets."""

import contextlib
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
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
QUEUES = ["queues"]
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
PATIENCE = 90.0  # seconds for a server to start on a busy machine


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


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.names = [name.lower() for name, _ in response.getheaders()]
        self.text = response.read().decode()

    def json(self):
        return json.loads(self.text)


class Server:
    """`python -m shipready_kit` beside an application, in folders of its own: the server, or
    another command of the kit.
    """

    def __init__(
        self, python, folder, app="shop:app", secrets=None, wait=True, command=("web",), **settings
    ):
        self.folder = folder
        self.port, self.admin = free_port(), free_port()
        for name in ("secrets", "marks", "runtime", "work"):
            (folder / name).mkdir(exist_ok=True)
        for name, value in (secrets or {}).items():
            (folder / "secrets" / name).write_text(value)
        shutil.copytree(APPS, folder / "work", dirs_exist_ok=True)
        self.output = folder / "output"
        self.environment = {
            "PATH": f"{Path(python).parent}:{os.environ['PATH']}",
            "HOME": "/nonexistent",
            "KIT_APP": app,
            "KIT_NAME": "shop",
            "PORT": str(self.port),
            "KIT_HOST": "127.0.0.1",
            "KIT_ADMIN_PORT": str(self.admin),
            "KIT_SECRETS_DIR": str(folder / "secrets"),
            "KIT_RUNTIME_DIR": str(folder / "runtime"),
            "KIT_DRAIN_SECONDS": "1",
            "KIT_STOP_SECONDS": "12",
            "WEB_CONCURRENCY": "2",
            "PYTHONDONTWRITEBYTECODE": "1",
            "MARKS": str(folder / "marks"),
            **settings,
        }
        self.python = python
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [python, "-m", "shipready_kit", *command],
                cwd=folder / "work",
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        if wait:
            self.until(lambda: self.ready().status == 200)
        if wait and command == ("web",):
            self.until(
                lambda: self.sample("app_workers") == int(self.environment["WEB_CONCURRENCY"])
            )

    def run(self, *arguments, **settings):
        """Another command of the kit in the same environment."""
        return subprocess.run(
            [self.python, "-m", "shipready_kit", *arguments],
            cwd=self.folder / "work",
            env={**self.environment, **settings},
            capture_output=True,
            check=False,
            text=True,
        )

    def until(self, condition, patience=PATIENCE):
        limit = time.monotonic() + patience
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if condition():
                    return
            assert self.process.poll() is None, "the launcher ended:\n" + self.tail()
            assert time.monotonic() < limit, "waited in vain:\n" + self.tail()
            time.sleep(0.05)

    def request(self, path, port=None, method="GET", timeout=20, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=named)
            return Answer(connection.getresponse())

    def get(self, path, **headers):
        return self.request(path, **headers)

    def raw(self, path):
        """The bytes of an answer."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.read()

    def ready(self):
        return self.request("/-/ready", port=self.admin)

    def metrics(self):
        """Each sample of a scrape: `name{labels}` and its value."""
        text = self.request("/metrics", port=self.admin).text
        pairs = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, value in pairs}

    def sample(self, name):
        return self.metrics().get(name)

    def lines(self):
        """The entries of the log so far; lines that are not JSON come as text."""
        entries = []
        for line in self.output.read_text().splitlines():
            try:
                entries.append(json.loads(line))
            except ValueError:
                entries.append(line)
        return entries

    def entries(self, **fields):
        """The entries that have these fields."""
        return [
            entry
            for entry in self.lines()
            if isinstance(entry, dict) and fields.items() <= entry.items()
        ]

    def entry(self, **fields):
        """The only entry that has these fields; it may come a moment after the answer."""
        self.until(lambda: self.entries(**fields))
        (entry,) = self.entries(**fields)
        return entry

    def tail(self):
        """The end of the log, shortened, for a failure's message."""
        return "\n".join(line[:400] for line in self.output.read_text().splitlines()[-15:])

    def marks(self, event):
        return [path for path in (self.folder / "marks").iterdir() if path.name.startswith(event)]

    def workers(self):
        """The pids of the workers, in the order of their start."""
        found = re.findall(r"Booting worker with pid: (\d+)", self.output.read_text())
        return [int(pid) for pid in found]

    def signal(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def stop(self):
        """TERM, and the exit code; KILL for a launcher that does not end."""
        if self.process.poll() is None:
            self.signal()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


class Fake:
    """A dependency that answers every connection with the same bytes, or with silence."""

    def __init__(self, answer):
        self.answer = answer
        self.heard = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        with connection, contextlib.suppress(OSError):
            self.heard.append(connection.recv(1024))
            if self.answer is None:
                time.sleep(5)
            else:
                connection.sendall(self.answer)

    def close(self):
        self.socket.close()


if __name__ == "__main__":
    for each in STACKS:
        prepare(each)
