"""One throw-away PostgreSQL server for a run, started at its first use; a database for each that asks."""

import os
import shutil
import socket
import tempfile
import threading
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from harness.tools import Tools

NOBODY = 65534  # the server refuses to run as root
USER, PASSWORD = "judge", "placeholder"


@dataclass(frozen=True)
class Database:
    port: int
    name: str

    @property
    def fields(self) -> dict[str, str]:
        return {"host": "127.0.0.1", "port": str(self.port), "user": USER, "password": PASSWORD, "database": self.name}


class Server:
    def __init__(self, tools: Tools):
        self.tools = tools
        self.programs = tools.path("postgres-bin")
        self.folder = Path(tempfile.mkdtemp(prefix="judge-postgres-"))
        self.as_user = {} if os.geteuid() else {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        if self.as_user:
            os.chown(self.folder, NOBODY, NOBODY)
        self.port = free_port()
        self.names = count(1)
        self._start()

    def _start(self) -> None:
        password = self.folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        data = self.folder / "data"
        self.call("initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", password, "--no-sync")
        settings = f"-p {self.port} -k {self.folder} -c fsync=off -c listen_addresses=127.0.0.1"
        # Its output must go to a file: the server would keep the pipe open, and the caller waiting.
        self.call("pg_ctl", "-D", data, "-l", self.folder / "log", "-o", settings, "-w", "start")

    def database(self) -> Database:
        made = Database(self.port, f"judged{next(self.names)}")
        self.query("postgres", f"CREATE DATABASE {made.name}")
        return made

    def query(self, database: str, statement: str) -> str:
        return self.call("psql", "-h", "127.0.0.1", "-p", self.port, "-U", USER, "-d", database, "-AtXqc", statement)

    def stop(self) -> None:
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, program: str, *args: object) -> str:
        done = self.tools.execute(
            self.programs / program, *args, cwd=self.folder, env={"PGPASSWORD": PASSWORD}, **self.as_user
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


_servers: list[Server] = []
_starting = threading.Lock()


def server(tools: Tools) -> Server:
    with _starting:
        if not _servers:
            _servers.append(Server(tools))
        return _servers[0]


def stop_all() -> None:
    while _servers:
        _servers.pop().stop()
