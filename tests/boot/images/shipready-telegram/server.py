"""Telegram for bots that are tried out: the Bot API by HTTPS, and on 8081 the people who write to the bot.

POST /message {"text": …, "chat": …} or {"press": …} makes an update; GET /calls?after=N lists what the bot called;
GET /state says whether it polls or has a webhook; POST /fail {"seconds": …} makes the API fail for so long.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import deliver
import forms
import methods
from chats import Chats, Conflict

CALL = re.compile(r"^/bot(?P<token>[^/]+)/(?P<method>\w+)$")
TOKEN = re.compile(r"^\d+:[\w-]{30,}$")
CHATS = Chats()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(self.chunks())
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def chunks(self):
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def say(self, status: int, answer: Any) -> None:
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self) -> None:
        self.handle_call()

    def do_POST(self) -> None:
        self.handle_call()

    def handle_call(self) -> None:
        raise NotImplementedError

    def log_message(self, *_: Any) -> None:
        """The calls are kept; a second list of them is of no use."""


class BotApi(Handler):
    """What the bot talks to."""

    def handle_call(self) -> None:
        parts = urlsplit(self.path)
        given = forms.parameters(parts.query, self.headers.get("Content-Type", ""), self.body())
        match = CALL.match(parts.path)
        if match is None or not TOKEN.match(match["token"]):
            return self.refuse(401 if match else 404, "Unauthorized" if match else "Not Found")
        if time.time() < CHATS.failing_until:
            return self.refuse(502, "Bad Gateway")
        try:
            name, result = methods.answer(CHATS, match["method"], given)
        except Conflict as conflict:
            return self.refuse(409, f"Conflict: {conflict}")
        except KeyError:
            CHATS.record(f"unknown {match['method']}", given)
            return self.refuse(404, "Not Found")
        # Polls would bury everything else.
        if name != "getUpdates":
            CHATS.record(name, given)
        self.say(200, {"ok": True, "result": result})

    def refuse(self, status: int, description: str) -> None:
        self.say(status, {"ok": False, "error_code": status, "description": description})


class People(Handler):
    """What the one who tries the bot talks to."""

    def handle_call(self) -> None:
        parts = urlsplit(self.path)
        given = json.loads(self.body() or b"{}")
        after = int(parse_qs(parts.query).get("after", ["0"])[0])
        if parts.path == "/message" and "press" in given:
            self.say(200, {"update_id": CHATS.press(given["press"], given.get("chat", 1001))})
        elif parts.path == "/message":
            self.say(200, {"update_id": CHATS.write(given["text"], given.get("chat", 1001))})
        elif parts.path == "/calls":
            self.say(200, CHATS.calls[after:])
        elif parts.path == "/fail":
            CHATS.failing_until = time.time() + given["seconds"]
            self.say(200, {})
        else:
            names = ("polls", "polled", "webhook", "delivered")
            state = {name: getattr(CHATS, name) for name in names}
            self.say(200, {**state, "calls": len(CHATS.calls), "waiting": len(CHATS.waiting)})


def main() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("/opt/telegram/server.pem", "/opt/telegram/server.key")
    api = ThreadingHTTPServer(("0.0.0.0", 443), BotApi)
    # The handshake belongs to the connection's own thread: one that stalls must not keep others out.
    api.socket = context.wrap_socket(api.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=deliver.run, args=[CHATS], daemon=True).start()
    threading.Thread(target=api.serve_forever, daemon=True).start()
    ThreadingHTTPServer(("0.0.0.0", 8081), People).serve_forever()


main()
