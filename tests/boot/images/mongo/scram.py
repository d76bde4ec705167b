"""SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's half."""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64decode, b64encode

ITERATIONS = 15000


class Refused(Exception):
    """The client did not prove that it knows the password."""


def sign(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def credentials(password: str) -> dict[str, str]:
    """What is stored of a password: enough to check a proof, too little to give one."""
    salt = os.urandom(28)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    stored = hashlib.sha256(sign(salted, b"Client Key")).digest()
    keys = {"salt": salt, "stored": stored, "server": sign(salted, b"Server Key")}
    return {name: b64encode(value).decode() for name, value in keys.items()}


def fields(message: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in message.split(",") if "=" in part)


def named(payload: bytes) -> str:
    """The user that a client's first message names."""
    return fields(payload.decode()).get("n", "").replace("=2C", ",").replace("=3D", "=")


class Conversation:
    """One client proving its password, message by message."""

    def __init__(self, known: dict[str, str] | None):
        # A stranger gets as far as a wrong password does, so that nobody learns who is a user.
        self.known = known or credentials(os.urandom(8).hex())
        self.said = ""
        self.nonce = ""

    def first(self, payload: bytes) -> bytes:
        bare = payload.decode().split(",", 2)[2]
        self.nonce = fields(bare)["r"] + b64encode(os.urandom(18)).decode()
        answer = f"r={self.nonce},s={self.known['salt']},i={ITERATIONS}"
        self.said = f"{bare},{answer}"
        return answer.encode()

    def final(self, payload: bytes) -> bytes:
        without_proof, _, proof = payload.decode().rpartition(",p=")
        said = f"{self.said},{without_proof}".encode()
        stored = b64decode(self.known["stored"])
        key = bytes(a ^ b for a, b in zip(b64decode(proof), sign(stored, said), strict=True))
        honest = hmac.compare_digest(hashlib.sha256(key).digest(), stored)
        if not honest or fields(without_proof).get("r") != self.nonce:
            raise Refused
        return b"v=" + b64encode(sign(b64decode(self.known["server"]), said))
