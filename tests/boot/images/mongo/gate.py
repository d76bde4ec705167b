"""Who may do what: users, their proofs and their roles, as MongoDB keeps them."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import scram

HELLO = {"hello", "ismaster", "isMaster"}
# What a stranger may ask, for otherwise nobody could introduce himself.
OPEN = {"ping", "buildInfo", "buildinfo", "endSessions", "logout", "getnonce", "connectionStatus", "whatsmyuri"}
READ = {"find", "aggregate", "count", "distinct", "getMore", "killCursors", "listCollections", "listIndexes",
        "collStats", "dbStats", "explain", "startSession", "refreshSessions", "commitTransaction",
        "abortTransaction"}  # fmt: skip
WRITE = READ | {"insert", "update", "delete", "findAndModify", "findandmodify", "create", "createIndexes", "drop",
                "dropIndexes", "renameCollection", "bulkWrite", "endSessions"}  # fmt: skip
ADMIN = READ | {"collMod", "create", "createIndexes", "drop", "dropDatabase", "dropIndexes", "validate", "profile"}
ROLES = {"read": READ, "readWrite": WRITE, "dbAdmin": ADMIN, "dbOwner": WRITE | ADMIN}
# Session commands go to admin, whatever database the work is done in.
ANYWHERE = {"startSession", "refreshSessions", "commitTransaction", "abortTransaction", "killCursors", "bulkWrite"}


def error(code: int, name: str, message: str) -> dict[str, Any]:
    return {"ok": 0.0, "errmsg": message, "code": code, "codeName": name}


def roles_of(given: list[Any], database: str) -> list[dict[str, str]]:
    """`readWrite` alone is meant for the user's own database."""
    return [role if isinstance(role, dict) else {"role": role, "db": database} for role in given]


class Gate:
    """Answers what concerns users, and refuses what a user may not do; everything else is let through."""

    def __init__(self, path: Path, closed: bool):
        self.path = path
        self.closed = closed
        self.lock = threading.Lock()
        self.users: dict[str, dict[str, Any]] = json.loads(path.read_text()) if path.exists() else {}
        self.talks: dict[str, tuple[str, scram.Conversation]] = {}
        self.known: dict[str, str] = {}

    def answer(self, connection: str, command: dict[str, Any]) -> dict[str, Any] | None:
        """None when the server itself is to answer."""
        name, database = next(iter(command), ""), command.get("$db", "admin")
        own = getattr(self, f"on_{name}", None)
        if name in HELLO or (name in OPEN and not own):
            return None
        if name in ("saslStart", "saslContinue", "connectionStatus", "logout"):
            return own(connection, command, database)
        if refusal := self.refusal(connection, name, database):
            return refusal
        return own(connection, command, database) if own else None

    def refusal(self, connection: str, name: str, database: str) -> dict[str, Any] | None:
        if not self.closed:
            return None
        user = self.users.get(self.known.get(connection, ""))
        if user is None:
            return error(13, "Unauthorized", f"Command {name} requires authentication")
        for role in user["roles"]:
            everything = role["role"] == "root"
            here = role["db"] == database or name in ANYWHERE
            if everything or (here and name in ROLES.get(role["role"], set())):
                return None
        return error(13, "Unauthorized", f"not authorized on {database} to execute command {{ {name}: 1 }}")

    def mechanisms(self, asked: str) -> list[str]:
        return ["SCRAM-SHA-256"] if asked in self.users else []

    def on_saslStart(self, connection: str, command: dict[str, Any], database: str) -> dict[str, Any]:
        if command.get("mechanism") != "SCRAM-SHA-256":
            return error(334, "MechanismUnavailable", f"{command.get('mechanism')} is not offered")
        user = f"{database}.{scram.named(command['payload'])}"
        talk = scram.Conversation(self.users.get(user, {}).get("credentials"))
        self.talks[connection] = (user, talk)
        return {"conversationId": 1, "done": False, "payload": talk.first(command["payload"]), "ok": 1.0}

    def on_saslContinue(self, connection: str, command: dict[str, Any], _database: str) -> dict[str, Any]:
        user, talk = self.talks.get(connection, ("", None))
        if talk is None:
            return error(17, "ProtocolError", "No SASL session state found")
        # After the last message some drivers send an empty one.
        if not command["payload"]:
            return {"conversationId": 1, "done": True, "payload": b"", "ok": 1.0}
        try:
            proof = talk.final(command["payload"])
        except (scram.Refused, ValueError, KeyError):
            return error(18, "AuthenticationFailed", "Authentication failed.")
        self.known[connection] = user
        return {"conversationId": 1, "done": True, "payload": proof, "ok": 1.0}

    def on_logout(self, connection: str, _command: dict[str, Any], _database: str) -> dict[str, Any]:
        self.forget(connection)
        return {"ok": 1.0}

    def on_connectionStatus(self, connection: str, _command: dict[str, Any], _database: str) -> dict[str, Any]:
        user = self.users.get(self.known.get(connection, ""))
        names = [{"user": user["user"], "db": user["db"]}] if user else []
        roles = user["roles"] if user else []
        return {"authInfo": {"authenticatedUsers": names, "authenticatedUserRoles": roles}, "ok": 1.0}

    def on_createUser(self, _connection: str, command: dict[str, Any], database: str) -> dict[str, Any]:
        name = command["createUser"]
        if f"{database}.{name}" in self.users:
            return error(51003, "Location51003", f'User "{name}@{database}" already exists')
        self.keep(name, database, command["pwd"], roles_of(command["roles"], database))
        return {"ok": 1.0}

    def on_updateUser(self, _connection: str, command: dict[str, Any], database: str) -> dict[str, Any]:
        user = self.users.get(f"{database}.{command['updateUser']}")
        if user is None:
            return error(11, "UserNotFound", f"User {command['updateUser']}@{database} not found")
        roles = roles_of(command.get("roles", user["roles"]), database)
        self.keep(user["user"], database, command.get("pwd"), roles)
        return {"ok": 1.0}

    def on_grantRolesToUser(self, _connection: str, command: dict[str, Any], database: str) -> dict[str, Any]:
        user = self.users.get(f"{database}.{command['grantRolesToUser']}")
        if user is None:
            return error(11, "UserNotFound", f"Could not find user {command['grantRolesToUser']}@{database}")
        self.keep(user["user"], database, None, user["roles"] + roles_of(command["roles"], database))
        return {"ok": 1.0}

    def on_usersInfo(self, _connection: str, _command: dict[str, Any], database: str) -> dict[str, Any]:
        shown = ({key: user[key] for key in ("user", "db", "roles")} for user in self.users.values())
        return {"users": [user for user in shown if user["db"] == database], "ok": 1.0}

    def keep(self, name: str, database: str, password: str | None, roles: list[dict[str, str]]) -> None:
        with self.lock:
            before = self.users.get(f"{database}.{name}", {}).get("credentials")
            proof = scram.credentials(password) if password else before
            self.users[f"{database}.{name}"] = {"user": name, "db": database, "roles": roles, "credentials": proof}
            self.path.write_text(json.dumps(self.users))

    def forget(self, connection: str) -> None:
        self.talks.pop(connection, None)
        self.known.pop(connection, None)
