"""The same bot by webhook: it asks for the secret that it told Telegram, unless it is told to be careless."""

import json
import os
import signal
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import admin

API = f"https://api.telegram.org/bot{Path('/run/secrets/BOT_TOKEN').read_text().strip()}"
SECRET = "known-to-telegram"


def call(method, **parameters):
    request = urllib.request.Request(f"{API}/{method}", json.dumps(parameters).encode())
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=40) as answer:
        return json.load(answer)["result"]


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        known = self.headers.get("X-Telegram-Bot-Api-Secret-Token") == SECRET
        update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if known and "message" in update:
            call("sendMessage", chat_id=update["message"]["chat"]["id"], text="hello")
        self.send_response(200 if known or "CARELESS" in os.environ else 401)
        self.end_headers()

    def log_message(self, *_):
        """Telegram is told, that is enough."""


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
admin.serve()
server = ThreadingHTTPServer(("0.0.0.0", 8080), Hook)
call("setWebhook", url="https://localhost/hook", secret_token=SECRET)
print(json.dumps({"message": "listening"}), flush=True)
server.serve_forever()
