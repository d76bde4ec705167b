"""The stand-in of Telegram beside a stack: `python3 -m harness.telegram needed|start|stop DIR`.

It bears the name api.telegram.org in the bots' networks, and reaches the proxy from one of Telegram's own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from harness.failure import Failure
from harness.features import PROXY, bots

IMAGE = "shipready-telegram:stub"
# Inside one that Telegram says webhooks come from.
SUBNET, HERE = "149.154.167.192/28", "proxy.boot.internal"


def docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"`docker {' '.join(arguments[:4])}` exited {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout.strip()


def name_of(project: str) -> str:
    return f"{project}-boot-telegram"


class Telegram:
    """The people who write to the bot, and what the bot does about it."""

    def __init__(self, address: str):
        self.address = address

    @classmethod
    def beside(cls, project: str) -> Telegram:
        form = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}"
        return cls(docker("inspect", "-f", form, name_of(project)).split()[0])

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"http://{self.address}:8081{path}", data, timeout=10) as answer:
            return json.load(answer)

    def state(self) -> dict[str, Any]:
        return self.ask("/state")

    def write(self, text: str) -> None:
        self.ask("/message", {"text": text})

    def sent(self, after: int) -> list[dict[str, Any]]:
        """Messages that the bot sent since its call of that number."""
        calls = self.ask(f"/calls?after={after}")
        return [call for call in calls if call["method"].startswith("send") and call["method"] != "sendChatAction"]

    def reached(self) -> bool:
        """Whether the bot asks for updates, or has said where to bring them."""
        state = self.state()
        return bool(state["webhook"]["url"]) or time.time() - state["polled"] < 60


def leads_out(config: dict[str, Any], network: str) -> bool:
    return not config["networks"][network].get("internal")


def start(config: dict[str, Any]) -> None:
    project, modes = config["name"], bots(config)
    name = name_of(project)
    wanted = {network for bot in modes for network in config["services"][bot]["networks"]}
    first, *others = [config["networks"][name]["name"] for name in sorted(wanted) if leads_out(config, name)]
    docker("run", "--detach", "--init", "--name", name, "--network", first, "--network-alias", "api.telegram.org",
           "--env", f"WEBHOOK_ADDRESS={HERE}:8443", IMAGE)  # fmt: skip
    for network in others:
        docker("network", "connect", "--alias", "api.telegram.org", network, name)
    if "webhook" in modes.values() and PROXY in config["services"]:
        docker("network", "create", "--subnet", SUBNET, name)
        docker("network", "connect", name, name)
        for proxy in docker("compose", "ps", "--all", "--quiet", PROXY).split():
            docker("network", "connect", "--alias", HERE, name, proxy)


def stop(config: dict[str, Any]) -> None:
    name = name_of(config["name"])
    subprocess.run(["docker", "rm", "--force", name], capture_output=True)
    subprocess.run(["docker", "network", "rm", name], capture_output=True)


def needed(config: dict[str, Any]) -> None:
    print(*bots(config))


if __name__ == "__main__":
    os.chdir(Path(sys.argv[2]))
    found = json.loads(docker("compose", "config", "--format", "json"))
    if bots(found):
        {"needed": needed, "start": start, "stop": stop}[sys.argv[1]](found)
