"""What Prometheus of a stack knows, and somebody who listens to its alerts."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from harness.failure import Failure
from harness.stack import Stack

# The name that the secret with the address of the webhook leads to.
RECEIVER = "receiver"
LISTEN = """
import http.server, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        print(self.rfile.read(int(self.headers["Content-Length"])).decode(), flush=True)
        self.send_response(204)
        self.end_headers()

http.server.ThreadingHTTPServer(("", 8080), Handler).serve_forever()
"""


def ask(stack: Stack, path: str, **query: str) -> Any:
    """What the API answers, asked from inside: no port is published."""
    address = f"http://localhost:9090/api/v1/{path}?{urllib.parse.urlencode(query)}"
    fetch = ["docker", "compose", "exec", "-T", "prometheus", "wget", "-q", "-O", "-", address]
    done = stack.attempt(*fetch)
    if done.returncode != 0:
        raise Failure(f"expected Prometheus to answer /{path}, got {done.stderr.strip()[-200:]}")
    return json.loads(done.stdout)["data"]


def firing(stack: Stack) -> set[str]:
    return {alert["labels"]["alertname"] for alert in ask(stack, "alerts")["alerts"] if alert["state"] == "firing"}


@contextmanager
def receiver(stack: Stack) -> Iterator[Receiver]:
    """Somebody who gets the alerts, in the network by which Alertmanager reaches the world."""
    config = stack.config
    name = f"{config['name']}-boot-receiver"
    networks = [config["networks"][network] for network in config["services"]["alertmanager"]["networks"]]
    network = next(network["name"] for network in networks if not network.get("internal"))
    image = stack.containers(stack.web_service)[0].facts["Image"]
    stack.attempt("docker", "rm", "--force", name)
    stack.run("docker", "run", "--detach", "--init", "--name", name, "--network", network, "--network-alias", RECEIVER,
              "--entrypoint", "python", image, "-c", LISTEN)  # fmt: skip
    try:
        yield Receiver(stack, name)
    finally:
        stack.attempt("docker", "rm", "--force", name)


class Receiver:
    """What it was told, alert by alert."""

    def __init__(self, stack: Stack, name: str):
        self.stack, self.name = stack, name

    def told(self) -> list[dict[str, Any]]:
        lines = self.stack.run("docker", "logs", self.name).splitlines()
        messages = [json.loads(line) for line in lines if line.startswith("{")]
        return [alert for message in messages for alert in message["alerts"]]
