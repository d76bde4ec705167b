"""A started Compose project: its containers, its services, its logs, its front door."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from harness.containers import Container
from harness.failure import Failure
from harness.features import ABSENT, PROXY, WEB, bots, celery_workers, databases, features, features_of, is_files, named
from harness.fetch import ADMIN_PORT, FETCHERS, FILES_PORT
from harness.routes import Route, routes
from harness.telegram import Telegram
from harness.web import Web


@dataclass(frozen=True)
class Front:
    """Where an application is met: a page that answers 200, its host; and what to write to a bot.

    What is empty is read from the proxy: an application answers at the head of its route.
    """

    path: str = ""
    host: str = ""
    message: str = "/start"


class Stack:
    """`docker compose` in the project's folder, exactly as its user would call it; one of its applications in view."""

    def __init__(self, project: Path, app: str = "", front: Front | None = None, rate: float = 15):
        self.project = project
        self.rate = rate
        self.config: dict[str, Any] = json.loads(self.compose("config", "--format", "json"))
        self.features = features(self.config)
        if (project / "deploy/grafana/dashboards").is_dir():
            self.features = self.features | {"dashboards"}
        self.webs = named(self.config, WEB)
        self.bots = bots(self.config)
        self.databases = databases(self.config)
        self.celery = celery_workers(self.config)
        self.look_at(app or next(iter(self.webs), ""), front or Front())

    def look_at(self, app: str, front: Front) -> None:
        """Checks of one application are about this one from now on."""
        if app and app not in self.webs:
            raise SystemExit(f"no service {app}{WEB}; there are {', '.join(self.webs)}")
        self.app = app
        self.web_service = f"{app}{WEB}"
        self.route = self.routes.get(self.web_service, Route("/", ""))
        self.path, self.host, self.message = front.path or self.route.path, front.host or self.route.host, front.message

    def absent(self, name: str) -> str:
        """An address of the application in view where nothing is, named so that it can be found again.

        Among files it is one of a file: any other may mean something to the page, which answers 200 for it.
        """
        ending = ".js" if self.app and is_files(self.config, self.app) else ""
        return f"{self.route.path.rstrip('/')}/{name}{ending}"

    def features_of(self, app: str) -> set[str]:
        """What one application has, beside what the stack has."""
        return features_of(self.config, app, self.containers(f"{app}{WEB}")[0].facts["Config"]["Env"] or [])

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

    @property
    def front(self) -> Web:
        return Web(self.host or self.domain, *self.ports)

    @cached_property
    def domain(self) -> str:
        return self._environment().get("DOMAIN") or "localhost"

    @cached_property
    def routes(self) -> dict[str, Route]:
        """Where the proxy sends requests, by service. One that is down tells none, and every check of it fails."""
        if PROXY not in self.config["services"]:
            return {}
        return routes(self.attempt("docker", "compose", "exec", "-T", PROXY, "nginx", "-T").stdout)

    @cached_property
    def ports(self) -> tuple[int, int]:
        return self.published(PROXY, 8080), self.published(PROXY, 8443)

    @cached_property
    def left_out(self) -> set[str]:
        """Services of the stack that cannot run here."""
        whole = json.loads(self.compose("--profile", ABSENT, "config", "--format", "json"))
        return set(whole["services"]) - set(self.config["services"])

    @cached_property
    def telegram(self) -> Telegram:
        return Telegram.beside(self.config["name"])

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

    def inside(self, path: str, service: str = "") -> tuple[int, str]:
        """Status and body of what only a container itself reaches, the application's unless another is named."""
        service = service or self.web_service
        files = service.removesuffix(WEB) in self.webs and is_files(self.config, service.removesuffix(WEB))
        address = f"http://127.0.0.1:{FILES_PORT if files else ADMIN_PORT}{path}"
        for fetcher in FETCHERS:
            done = self.attempt("docker", "compose", "exec", "-T", service, *fetcher, address)
            if done.returncode == 0:
                status, _, body = done.stdout.partition("\n")
                return int(status), body
        return 0, done.stderr.strip()[-300:]

    def within(self, service: str) -> list[str]:
        """How a command is begun inside a service's container, with the secrets that its own processes have."""
        entry = self.containers(service)[0].facts["Config"]["Entrypoint"] or []
        kit = [*entry, "run"] if "shipready_kit" in entry else []
        return ["docker", "compose", "exec", "-T", service, *kit]

    def wait(self, wanted: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not wanted():
            if time.monotonic() > end:
                return False
            time.sleep(0.5)
        return True

    # By container id: `docker compose start` would also start what the service depends on, migrations included.
    def stop(self, service: str, *how: str) -> None:
        self.run("docker", "stop", *how, *[container.id for container in self.containers(service) if container.running])

    def start(self, service: str) -> None:
        self.run("docker", "start", *[container.id for container in self.containers(service)])
        self.await_healthy(service)

    def await_healthy(self, service: str) -> None:
        def healthy() -> bool:
            return all(container.running and container.passes_own_test() for container in self.containers(service))

        if not self.wait(healthy, 90):
            raise Failure(f"{service} did not become healthy within 90 s")
