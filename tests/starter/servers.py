"""The servers that starters need, each for as long as a test takes."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

MONGODB = "nx-27017==0.8.1"
NOBODY = 65534


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int, patience: float = 60) -> None:
    """Until something listens there."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


@contextmanager
def running(command: list[str], log: Path, **how: object) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, **how)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def programs_of_postgres() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else Path(subprocess.check_output(["pg_config", "--bindir"], text=True).strip())


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, int]]:
    """PostgreSQL, Redis and what speaks as MongoDB does; their ports by service."""
    ports = {name: free_port() for name in ("postgres", "redis", "mongodb")}
    programs = programs_of_postgres()
    data = folder / "postgres"
    data.mkdir()
    # The server refuses to run as root.
    how = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if how:
        folder.chmod(0o755)
        os.chown(data, NOBODY, NOBODY)
    initdb = [programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "--no-sync"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/", **how)
    local = ["-k", data, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    commands = {
        "postgres": [programs / "postgres", "-D", data, "-p", str(ports["postgres"]), *local],
        "redis": ["redis-server", "--port", str(ports["redis"]), "--bind", "127.0.0.1", "--save", ""],
        "mongodb": ["uvx", "--quiet", "--from", MONGODB, "nx-27017", "--db", "memory", "--port", str(ports["mongodb"])],
    }
    with ExitStack() as stack:
        for name, command in commands.items():
            extra = how if name == "postgres" else {}
            stack.enter_context(running([str(word) for word in command], folder / f"{name}.log", cwd=folder, **extra))
        for port in ports.values():
            answers(port)
        yield ports


class Urls:
    """Where an application finds them: a database of its own for each."""

    def __init__(self, ports: dict[str, int]) -> None:
        self.ports = ports
        self.made = 0

    def fresh(self, selected: frozenset[str]) -> dict[str, str]:
        self.made += 1
        name = f"app{self.made}"
        at = {service: f"127.0.0.1:{port}" for service, port in self.ports.items()}
        found = {}
        if "postgres" in selected:
            self.sql(f"CREATE DATABASE {name}")
            found["DATABASE_URL"] = f"postgresql://tester:unused@{at['postgres']}/{name}"
        if "redis" in selected:
            subprocess.run(["redis-cli", "-p", str(self.ports["redis"]), "flushall"], check=True, capture_output=True)
            found["REDIS_URL"] = f"redis://{at['redis']}/0"
        if "celery" in selected:
            found["CELERY_BROKER_URL"] = f"redis://{at['redis']}/1"
        if "mongodb" in selected:
            found["MONGODB_URL"] = f"mongodb://{at['mongodb']}/{name}"
        return found

    def sql(self, statement: str) -> None:
        psql = programs_of_postgres() / "psql"
        where = ["-h", "127.0.0.1", "-p", str(self.ports["postgres"]), "-U", "tester", "-d", "postgres"]
        subprocess.run([psql, *where, "-qc", statement], check=True)
