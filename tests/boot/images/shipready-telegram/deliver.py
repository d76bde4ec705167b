"""Brings updates to the bot's webhook, as Telegram does: again until they are taken."""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

import methods
from chats import Chats


class Named(http.client.HTTPSConnection):
    """Connects to one place while naming the host of the URL in the handshake."""

    def __init__(self, place: str, port: int, name: str):
        super().__init__(place, port, timeout=10)
        self.name = name

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), self.timeout)
        # A stack starts with a certificate that it signed itself.
        self.sock = ssl._create_unverified_context().wrap_socket(plain, server_hostname=self.name)


def connection(url: str) -> http.client.HTTPConnection:
    """To the place that WEBHOOK_ADDRESS names, whatever the name in the URL resolves to here."""
    parts = urlsplit(url)
    name, secure = parts.hostname or "", parts.scheme == "https"
    place, _, port = os.environ.get("WEBHOOK_ADDRESS", "").partition(":")
    place, number = place or name, int(port or parts.port or (443 if secure else 80))
    return Named(place, number, name) if secure else http.client.HTTPConnection(place, number, timeout=10)


def post(chats: Chats, update: dict[str, Any]) -> tuple[int, str]:
    url = chats.webhook["url"]
    parts = urlsplit(url)
    headers = {"Content-Type": "application/json", "Host": parts.netloc, "User-Agent": "shipready-boot"}
    if chats.webhook["secret"]:
        headers["X-Telegram-Bot-Api-Secret-Token"] = chats.webhook["secret"]
    made = connection(url)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        made.request("POST", target, json.dumps(update), headers)
        response = made.getresponse()
        body = response.read()
        if response.status == 200 and body.startswith(b"{"):
            reply(chats, json.loads(body))
        return response.status, body.decode(errors="replace")[:300]
    except (OSError, http.client.HTTPException) as error:
        return 0, f"{type(error).__name__}: {error}"
    finally:
        made.close()


def reply(chats: Chats, call: dict[str, Any]) -> None:
    """A bot may make one call by its answer to a webhook."""
    name = call.pop("method", "")
    if name:
        chats.record(name, call)
        methods.answer(chats, name, call)


def run(chats: Chats) -> None:
    while True:
        with chats.changed:
            chats.changed.wait_for(lambda: chats.waiting and chats.webhook["url"])
            update = chats.waiting[0]
        status, said = post(chats, update)
        with chats.changed:
            chats.delivered.append({"update_id": update["update_id"], "status": status, "said": said})
            if 200 <= status < 300:
                chats.waiting = [other for other in chats.waiting if other is not update]
        if not 200 <= status < 300:
            time.sleep(1)
