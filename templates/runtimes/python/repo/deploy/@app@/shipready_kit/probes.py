"""Asks a dependency whether it answers, in its own protocol's first message; no driver.

Every probe opens one connection, says hello without credentials, and hangs up. A server
that refuses us because we are a stranger is alive; one that is still loading is not.
"""

from __future__ import annotations

import socket
import struct
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 1.0
PORTS = {
    "postgresql": 5432,
    "redis": 6379,
    "rediss": 6379,
    "mongodb": 27017,
    "mysql": 3306,
    "mariadb": 3306,
    "amqp": 5672,
    "amqps": 5671,
    "memcached": 11211,
    "http": 80,
    "https": 443,
    "nats": 4222,
    "kafka": 9092,
}
ALIASES = {"postgres": "postgresql", "valkey": "redis", "pg": "postgresql", "mariadb": "mysql"}
# PostgreSQL: "the database system is starting up", and "too many connections".
NOT_NOW = (b"C57P03\0", b"C53300\0")
TOO_MANY_CONNECTIONS = 1040  # MySQL


class Down(Exception):
    """The dependency does not answer, or not as it should; the text says how."""


class Target:
    """An address to probe, taken from a URL such as `redis+socket://host:6379/0`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        scheme = parts.scheme.split("+")[0].lower()
        self.scheme = ALIASES.get(scheme, scheme)
        self.hosts = list(_hosts(parts.netloc.rpartition("@")[2], PORTS.get(self.scheme)))
        if parts.scheme.lower() == "mongodb+srv":
            self.hosts = []  # its hosts stand in DNS records that only a driver reads
        self.user = unquote(parts.username or "") or "shipready"
        self.database = unquote(parts.path.lstrip("/")) or self.user
        mode = parse_qs(parts.query).get("sslmode", [""])[0]
        self.tls = mode in ("require", "verify-ca", "verify-full")

    def check(self) -> None:
        """Return when one of the hosts answers; raises Down. No host at all: nothing to ask."""
        reason = None
        for host, port in self.hosts:
            try:
                with socket.create_connection((host, port), TIMEOUT_SECONDS) as connection:
                    connection.settimeout(TIMEOUT_SECONDS)
                    TALKS.get(self.scheme, _silent)(connection, self)
                return
            except (OSError, Down) as error:
                reason = Down(f"{host}:{port}: {error}")
        if reason is not None:
            raise reason


def _hosts(netloc: str, usual_port: int | None):
    for item in filter(None, netloc.split(",")):
        host, _, port = item.rpartition(":") if not item.endswith("]") else (item, "", "")
        if not host:
            host, port = port, ""
        if port.isdigit() or usual_port is not None:
            yield host.strip("[]"), int(port) if port.isdigit() else usual_port


def _silent(_connection: socket.socket, _target: Target) -> None:
    """An unknown protocol: an open port is all that can be asked for."""


def _postgresql(connection: socket.socket, target: Target) -> None:
    if target.tls:
        connection.sendall(struct.pack("!ii", 8, 80877103))
        if connection.recv(1) not in (b"S", b"N"):
            raise Down("no PostgreSQL answer to the TLS request")
        return
    words = ("user", target.user, "database", target.database)
    body = b"\0".join(word.encode() for word in words) + b"\0\0"
    connection.sendall(struct.pack("!ii", len(body) + 8, 196608) + body)
    answer = connection.recv(1024)
    if answer[:1] not in (b"R", b"E"):
        raise Down("no PostgreSQL answer to the start-up message")
    if answer[:1] == b"E" and any(code in answer for code in NOT_NOW):
        raise Down("PostgreSQL does not accept connections now")


def _redis(connection: socket.socket, _target: Target) -> None:
    connection.sendall(b"*1\r\n$4\r\nPING\r\n")
    answer = connection.recv(256)
    alive = (b"+PONG", b"-NOAUTH", b"-NOPERM", b"-ERR operation not permitted")
    if not answer.startswith(alive):
        raise Down("Redis says " + ascii(answer.split(b"\r\n")[0].decode("latin-1")))


def _mongodb(connection: socket.socket, _target: Target) -> None:
    # A BSON document {hello: 1, $db: "admin"} inside an OP_MSG (operation 2013).
    fields = b"\x10hello\0" + struct.pack("<i", 1) + b"\x02$db\0" + struct.pack("<i", 6)
    document = fields + b"admin\0\0"
    message = struct.pack("<ib", 0, 0) + struct.pack("<i", len(document) + 4) + document
    connection.sendall(struct.pack("<4i", len(message) + 16, 1, 0, 2013) + message)
    answer = connection.recv(8192)
    if len(answer) < 21 or struct.unpack_from("<i", answer, 12)[0] != 2013:
        raise Down("no MongoDB answer to hello")
    writable, secondary = b"\x08isWritablePrimary\0\x01", b"\x08secondary\0\x01"
    if writable not in answer and secondary not in answer:
        raise Down("MongoDB is neither primary nor secondary now")


def _mysql(connection: socket.socket, _target: Target) -> None:
    # The server speaks first: three bytes of length, a number, then its version or an error.
    answer = connection.recv(256)
    kind = answer[4:5]
    if kind == b"\xff" and answer[5:7] == struct.pack("<H", TOO_MANY_CONNECTIONS):
        raise Down("MySQL has too many connections")
    if kind not in (b"\x0a", b"\xff"):
        raise Down("no MySQL greeting")


def _amqp(connection: socket.socket, _target: Target) -> None:
    # The broker answers with its first frame, or with the version that it would rather speak.
    connection.sendall(b"AMQP\0\0\x09\x01")
    answer = connection.recv(256)
    if not answer.startswith((b"\x01", b"AMQP")):
        raise Down("no AMQP answer")


def _memcached(connection: socket.socket, _target: Target) -> None:
    connection.sendall(b"version\r\n")
    if not connection.recv(256).startswith(b"VERSION"):
        raise Down("no answer of Memcached")


TALKS = {
    "postgresql": _postgresql,
    "redis": _redis,
    "mongodb": _mongodb,
    "mysql": _mysql,
    "amqp": _amqp,
    "memcached": _memcached,
}
