"""mongod for applications that are tried out: its options and its users, over nx-27017."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

import yaml
from gate import HELLO, Gate
from nx_27017.handler import NeoSQLiteHandler
from nx_27017.server import run_server

# Settings of mongod.conf that the real server knows; one that is not here is refused, as it would be there.
KNOWN = {
    "storage": {"dbPath", "wiredTiger", "directoryPerDB", "journal", "oplogMinRetentionHours"},
    "net": {"port", "bindIp", "bindIpAll", "maxIncomingConnections", "ipv6", "unixDomainSocket", "compression"},
    "security": {"authorization", "javascriptEnabled", "keyFile"},
    "systemLog": {"verbosity", "quiet", "destination", "path", "component", "timeStampFormat", "logAppend"},
    "operationProfiling": {"mode", "slowOpThresholdMs", "slowOpSampleRate", "filter"},
    "setParameter": None,
    "processManagement": {"timeZoneInfo", "fork", "pidFilePath"},
}


def settings(path: str | None) -> dict[str, dict[str, Any]]:
    found = (yaml.safe_load(Path(path).read_text()) or {}) if path else {}
    for section, values in found.items():
        unknown = {section} - set(KNOWN) or set(values) - (KNOWN[section] or set(values))
        if unknown:
            sys.exit(f"Unrecognized option: {', '.join(sorted(unknown))}")
    return found


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mongod", allow_abbrev=False)
    parser.add_argument("--config", "-f")
    parser.add_argument("--dbpath")
    parser.add_argument("--port", type=int)
    parser.add_argument("--bind_ip")
    parser.add_argument("--bind_ip_all", action="store_true")
    parser.add_argument("--auth", action="store_true")
    parser.add_argument("--noauth", action="store_true")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--wiredTigerCacheSizeGB", type=float)
    parser.add_argument("--nounixsocket", action="store_true")
    parser.add_argument("--fork", action="store_true")
    parser.add_argument("--logpath")
    parser.add_argument("--shutdown", action="store_true")
    return parser.parse_args()


class Guarded(NeoSQLiteHandler):
    """Every command passes the gate first."""

    gate: Gate

    def handle_command(self, msg: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        command = next((body for kind, body in msg["sections"] if kind == "body"), {})
        answer = self.gate.answer(msg.get("_conn_id", ""), command)
        if answer is not None:
            return msg["request_id"], answer
        request, answer = super().handle_command(msg)
        if next(iter(command), "") in HELLO:
            # Old drivers are spoken to as well, and each is told how its user proves himself.
            answer |= {"ismaster": True, "minWireVersion": 0}
            if asked := command.get("saslSupportedMechs"):
                answer["saslSupportedMechs"] = self.gate.mechanisms(asked)
        return request, answer

    def handle_insert(self, msg: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        command = next((body for kind, body in msg["sections"] if kind == "body"), {})
        answer = self.gate.answer(msg.get("_conn_id", ""), command)
        return (msg["request_id"], answer) if answer is not None else super().handle_insert(msg)

    def close_streams_for_connection(self, conn_id: Any) -> None:
        self.gate.forget(conn_id)
        super().close_streams_for_connection(conn_id)


async def serve(hosts: list[str], port: int, handler: Guarded) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    servers = [asyncio.create_task(run_server(host, port, handler)) for host in hosts]
    stopping = asyncio.create_task(stopped.wait())
    done, _ = await asyncio.wait({*servers, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in done - {stopping}:
        task.result()
    handler.close_all()
    # Clients that stay connected would hold up an orderly end.
    os._exit(0)


def detach(log: str, port: int) -> None:
    """Goes on as a process of its own; who started it goes on once it answers."""
    if child := os.fork():
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                os._exit(0)
            time.sleep(0.2)
        os.kill(child, signal.SIGKILL)
        os._exit(1)
    os.setsid()
    with open(log, "ab", buffering=0) as file, open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def shut_down(lock: Path) -> None:
    process = int(lock.read_text())
    os.kill(process, signal.SIGTERM)
    while Path(f"/proc/{process}/cmdline").exists() and Path(f"/proc/{process}/cmdline").read_bytes():
        time.sleep(0.1)


def main() -> None:
    given = options()
    file = settings(given.config)
    net, security = file.get("net", {}), file.get("security", {})
    data = Path(given.dbpath or file.get("storage", {}).get("dbPath") or "/data/db")
    everywhere = given.bind_ip_all or (net.get("bindIpAll") and not given.bind_ip)
    hosts = "0.0.0.0" if everywhere else given.bind_ip or net.get("bindIp") or "127.0.0.1"
    closed = (given.auth or security.get("authorization") == "enabled") and not given.noauth
    if given.shutdown:
        return shut_down(data / "mongod.lock")
    if given.fork:
        detach(given.logpath, given.port or 27017)
    (data / "mongod.lock").write_text(str(os.getpid()))
    logging.getLogger("nx_27017").setLevel(logging.ERROR)
    logging.getLogger("neosqlite").setLevel(logging.ERROR)
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format='{"s": "%(levelname)s", "msg": "%(message)s"}')
    (data / "WiredTiger").touch()
    (data / "databases").mkdir(exist_ok=True)
    handler = Guarded(str(data / "databases"), data_dir=str(data / "databases"))
    handler.gate = Gate(data / "users.json", closed)
    addresses = [host.strip() for host in hosts.split(",")]
    logging.info("Waiting for connections on %s, users must%s prove themselves", hosts, "" if closed else " not")
    asyncio.run(serve(addresses, given.port or net.get("port") or 27017, handler))


main()
