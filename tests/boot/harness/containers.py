"""What `docker inspect` says of one container, in the words of the checks."""

from __future__ import annotations

import subprocess
from typing import Any

EXCEPTION = "shipready.exception."


class Container:
    """One container of the stack; `facts` is its whole inspection."""

    def __init__(self, facts: dict[str, Any]):
        self.facts = facts
        self.id: str = facts["Id"]
        self.name: str = facts["Name"].lstrip("/")
        self.labels: dict[str, str] = facts["Config"].get("Labels") or {}
        self.service: str = self.labels.get("com.docker.compose.service", "")
        self.host: dict[str, Any] = facts["HostConfig"]
        self.state: dict[str, Any] = facts["State"]

    @property
    def running(self) -> bool:
        return bool(self.state["Running"])

    @property
    def health(self) -> str:
        return (self.state.get("Health") or {}).get("Status", "none")

    def passes_own_test(self) -> bool:
        """Whether its health check would pass now: the engine waits some seconds before it looks."""
        kind, *test = (self.facts["Config"].get("Healthcheck") or {}).get("Test") or ["NONE"]
        command = ["sh", "-c", *test] if kind == "CMD-SHELL" else test
        done = subprocess.run(["docker", "exec", self.id, *command], capture_output=True) if command else None
        return done is None or done.returncode == 0

    def excepted(self, rule: str) -> bool:
        """Whether the stack states a reason, as a label, why this service breaks the rule."""
        return bool(self.labels.get(EXCEPTION + rule, "").strip())

    def users(self) -> set[str]:
        """The numeric users that its processes really run as."""
        listing = subprocess.run(["docker", "top", self.id, "-eo", "uid,pid"], capture_output=True, text=True)
        return {line.split()[0] for line in listing.stdout.splitlines()[1:] if line.split()}
