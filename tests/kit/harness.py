"""A started kit, to which tests talk over real sockets; and dependencies that answer as told."""

import contextlib
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

from prepared import APPS

PATIENCE = 90.0  # seconds for a server to start on a busy machine


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
