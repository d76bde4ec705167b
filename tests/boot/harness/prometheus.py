"""What Prometheus of a stack knows, and somebody who listens to its alerts."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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


def ask_all(stack: Stack, questions: list[tuple[str, dict[str, str]]]) -> list[Any]:
    """What the API answers to many questions at once, in their order; None where it answers with an error."""
    fetch = 'for address; do wget -q -O - "$address" || :; echo; done'
    addresses = [f"http://localhost:9090/api/v1/{path}?{urllib.parse.urlencode(query)}" for path, query in questions]
    lines = stack.compose("exec", "-T", "prometheus", "sh", "-c", fetch, "sh", *addresses).split("\n")
    answers = [line for line, _ in zip(lines, addresses, strict=False)]
    return [json.loads(answer)["data"] if answer.startswith("{") else None for answer in answers]


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


@contextmanager
def shortened(stack: Stack, rules: Path, *alerts: str) -> Iterator[None]:
    """These alerts of a file tell after a quarter of a minute, meanwhile: nobody waits an hour for a check."""
    text = rules.read_text()
    shorter = text
    for alert in alerts:
        shorter = re.sub(rf"(- alert: {alert}\n.*?\n\s+for: )\w+", r"\g<1>15s", shorter, count=1, flags=re.DOTALL)
    try:
        rewrite(stack, rules, shorter)
        yield
    finally:
        rewrite(stack, rules, text)


def rewrite(stack: Stack, rules: Path, text: str) -> None:
    # In place: the container has the file itself mounted, or its folder.
    rules.write_text(text)
    stack.compose("kill", "--signal", "HUP", "prometheus")
    wanted = {line.split(": ", 1)[1] for line in text.splitlines() if line.lstrip().startswith("- alert: ")}

    def loaded() -> bool:
        groups = ask(stack, "rules")["groups"]
        return wanted <= {rule["name"] for group in groups for rule in group["rules"]}

    if not stack.wait(loaded, 30):
        raise Failure(f"expected Prometheus to take over {rules.name}")
