"""Certificates, keys and parameters that a configuration names and a running machine would have."""

import re
import subprocess
import threading
from functools import lru_cache
from pathlib import Path

NAMED = re.compile(r"(?:^|[\s{;])(ssl_\w+|auth_basic_user_file)\s+[\"']?(/[^\s;\"'$]+)[\"']?\s*;")
ONE_PAIR = threading.Lock()  # a cache alone lets two threads make two pairs, and mix them


def provide(root: Path, text: str) -> None:
    for directive, name in NAMED.findall(text):
        path = root / name.lstrip("/")
        if not path.exists() and directive in MAKERS:
            path.parent.mkdir(parents=True, exist_ok=True)
            with ONE_PAIR:
                path.write_bytes(MAKERS[directive]())


@lru_cache(1)
def _pair() -> tuple[bytes, bytes]:
    made = _openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj", "/CN=example.test", "-keyout", "/dev/stdout", "-out", "/dev/stdout",
    )  # fmt: skip
    start = made.index(b"-----BEGIN CERTIFICATE")
    end = made.index(b"-----END CERTIFICATE-----\n", start) + len(b"-----END CERTIFICATE-----\n")
    return made[start:end], made[:start] + made[end:]


def _openssl(*args: str) -> bytes:
    return subprocess.run(["openssl", *args], capture_output=True, check=True).stdout


MAKERS = {
    "ssl_certificate": lambda: _pair()[0],
    "ssl_trusted_certificate": lambda: _pair()[0],
    "ssl_client_certificate": lambda: _pair()[0],
    "ssl_certificate_key": lambda: _pair()[1],
    "ssl_dhparam": lambda: _openssl("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048"),
    "ssl_session_ticket_key": lambda: bytes(80),
    "auth_basic_user_file": lambda: b"user:{PLAIN}placeholder\n",
}
