"""Requests to a published port of this machine under the stack's own host name."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What came back; `status` 0 means that no answer came and `error` says why."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    error: str = ""

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str:
        return ", ".join(self.values(name))

    def __str__(self) -> str:
        return str(self.status) if self.status else f"no answer ({self.error})"


def any_certificate() -> ssl.SSLContext:
    """Stacks start with a self-signed certificate; what it protects against is not what is checked here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


# One for all requests: making a context costs more than the request does.
CONTEXT = any_certificate()


class NamedHTTPS(http.client.HTTPSConnection):
    """Connects to one address while naming another host in the TLS handshake."""

    def __init__(self, port: int, name: str, timeout: float):
        super().__init__("127.0.0.1", port, timeout=timeout, context=CONTEXT)
        self.name = name

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), self.timeout)
        self.sock = CONTEXT.wrap_socket(plain, server_hostname=self.name)


@dataclass(frozen=True)
class Web:
    """The stack as a visitor sees it."""

    domain: str
    http_port: int
    https_port: int

    def https(self, path: str, *, method: str = "GET", host: str = "", sni: str = "", timeout: float = 15) -> Answer:
        connection = NamedHTTPS(self.https_port, sni or self.domain, timeout)
        return send(connection, method, path, host or self.domain)

    def http(self, path: str, *, host: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=15)
        return send(connection, "GET", path, host or self.domain)

    def settle(self, path: str, seconds: float = 30) -> bool:
        """Wait until ten calm requests in a row are answered with 200: what was stopped or flooded is as before."""
        end = time.monotonic() + seconds
        row = 0
        while row < 10 and time.monotonic() < end:
            row = row + 1 if self.https(path).status == 200 else 0
            time.sleep(0.2)
        return row >= 10


def send(connection: http.client.HTTPConnection, method: str, path: str, host: str) -> Answer:
    try:
        connection.request(method, path, headers={"Host": host, "User-Agent": "shipready-boot", "Accept": "*/*"})
        response = connection.getresponse()
        return Answer(response.status, tuple(response.getheaders()), response.read())
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, error=f"{type(error).__name__}: {error}")
    finally:
        connection.close()
