"""A started Compose project: its containers, its services, its logs, its front door."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from harness.containers import Container
from harness.failure import Failure
from harness.web import Web

# The runtimes that an application's image may hold, and how each fetches an address: status, line feed, body.
FETCHERS = {
    "python": (
        "import sys,urllib.request,urllib.error\n"
        "try: r=urllib.request.urlopen(sys.argv[1],timeout=10)\n"
        "except urllib.error.HTTPError as e: r=e\n"
        "print(r.status);sys.stdout.write(r.read().decode())",
        "-c",
    ),
    "node": (
        "fetch(process.argv[1]).then(async r=>console.log(r.status+'\\n'+await r.text()))",
        "-e",
    ),
}


class Stack:
    """`docker compose` in the project's folder, exactly as its user would call it."""

    def __init__(self, project: Path, app: str, path: str, rate: float):
        self.project = project
        self.path = path
        self.rate = rate
        self.config: dict[str, Any] = json.loads(self.compose("config", "--format", "json"))
        self.app = app or self._only_app()
        self.web_service = f"{self.app}-web"
        self.migrate_service = f"{self.app}-migrate"

    def _only_app(self) -> str:
        apps = [name[:-4] for name in self.config["services"] if name.endswith("-web")]
        if len(apps) != 1:
            raise SystemExit(f"name the application with --app: the stack has {apps or 'no service that ends in -web'}")
        return apps[0]

    def attempt(self, *command: str) -> subprocess.CompletedProcess[str]:
        # Without an input of its own, `docker compose exec` would swallow that of the caller.
        return subprocess.run(
            command, cwd=self.project, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL
        )

    def run(self, *command: str) -> str:
        done = self.attempt(*command)
        if done.returncode != 0:
            raise Failure(f"`{' '.join(command[:6])}` exited {done.returncode}: {done.stderr.strip()[-600:]}")
        return done.stdout

    def compose(self, *arguments: str) -> str:
        return self.run("docker", "compose", *arguments)

    @cached_property
    def front(self) -> Web:
        domain = self._environment().get("DOMAIN") or "localhost"
        return Web(domain, self.published("nginx", 8080), self.published("nginx", 8443))

    def _environment(self) -> dict[str, str]:
        """What Compose would interpolate: the shell's variables above those of `.env`."""
        lines = self.compose("config", "--environment").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def published(self, service: str, port: int) -> int:
        return int(self.compose("port", service, str(port)).strip().rsplit(":", 1)[1])

    def containers(self, service: str = "") -> list[Container]:
        """All containers of the stack, stopped ones too, or those of one service."""
        ids = self.compose("ps", "--all", "--quiet", *([service] if service else [])).split()
        if not ids:
            # A rule about every container would hold for none.
            raise Failure(f"expected containers of {service or 'the stack'}, got none")
        found = json.loads(self.run("docker", "inspect", *ids))
        return sorted((Container(facts) for facts in found), key=lambda container: container.name)

    def logs(self, container: Container, stream: str = "both") -> str:
        done = self.attempt("docker", "logs", container.id)
        return {"stdout": done.stdout, "stderr": done.stderr}.get(stream, done.stdout + done.stderr)

    def inside(self, path: str, port: int = 9464) -> tuple[int, str]:
        """Status and body of the application's own port, asked from inside its container."""
        address = f"http://127.0.0.1:{port}{path}"
        for runtime, (script, option) in FETCHERS.items():
            command = ("docker", "compose", "exec", "-T", self.web_service, runtime, option, script, address)
            done = self.attempt(*command)
            if done.returncode == 0:
                status, _, body = done.stdout.partition("\n")
                return int(status), body
        return 0, done.stderr.strip()[-300:]

    def wait(self, wanted: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not wanted():
            if time.monotonic() > end:
                return False
            time.sleep(0.5)
        return True

    # By container id: `docker compose start` would also start what the service depends on, migrations included.
    def stop(self, service: str) -> None:
        self.run("docker", "stop", *[container.id for container in self.containers(service) if container.running])

    def start(self, service: str) -> None:
        self.run("docker", "start", *[container.id for container in self.containers(service)])
        if not self.wait(lambda: self._healthy(service), 90):
            raise Failure(f"{service} did not become healthy again within 90 s")

    def _healthy(self, service: str) -> bool:
        return all(container.health in ("healthy", "none") for container in self.containers(service))
