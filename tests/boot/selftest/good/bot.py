"""A bot that says hello to everybody, by polling; what it heard last is confirmed before it ends."""

import json
import signal
import sys
import urllib.request
from pathlib import Path

import admin

API = f"https://api.telegram.org/bot{Path('/run/secrets/BOT_TOKEN').read_text().strip()}"


class Stop(Exception):
    """TERM came."""


def stop(*_):
    raise Stop


def call(method, **parameters):
    request = urllib.request.Request(f"{API}/{method}", json.dumps(parameters).encode())
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=40) as answer:
        return json.load(answer)["result"]


def serve():
    offset = 0
    try:
        while True:
            for update in call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                call("sendMessage", chat_id=update["message"]["chat"]["id"], text="hello")
                print(json.dumps({"message": "answered"}), flush=True)
    except Stop:
        call("getUpdates", offset=offset, timeout=0)


signal.signal(signal.SIGTERM, stop)
admin.serve()
print(json.dumps({"message": "polling"}), flush=True)
serve()
sys.exit(0)
