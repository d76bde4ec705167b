"""Bots: ready while they get updates, whatever their library; programs of the application."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness import Server
from prepared import python_of

BOTS = [("bots3", "aiogram"), ("bots3", "telegram"), ("bots3", "telebot"), ("bots2", "telegram")]


class BotApi(BaseHTTPRequestHandler):
    """As much of Telegram as a bot asks for before its first message."""

    protocol_version = "HTTP/1.1"
    status = 200

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        method = self.path.partition("?")[0].rpartition("/")[2].lower()
        status, result = 200, True
        if method == "getme":
            result = {"id": 123456, "is_bot": True, "first_name": "b", "username": "a_bot"}
        elif method == "getupdates":
            time.sleep(0.5)
            status, result = self.server.status, []
        answer = {"ok": True, "result": result}
        if status != 200:
            answer = {"ok": False, "error_code": status, "description": "Conflict: terminated"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *_details):
        pass


@pytest.fixture
def api():
    server = ThreadingHTTPServer(("127.0.0.1", 0), BotApi)
    server.status = 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()


@pytest.fixture
def begin(tmp_path):
    """Starts programs that a test has for itself."""
    programs = []

    def start(name, *command, **settings):
        folder = tmp_path / str(len(programs))
        folder.mkdir()
        whole = ("program", *command)
        programs.append(Server(python_of(name), folder, command=whole, **settings))
        return programs[-1]

    yield start
    for program in programs:
        program.stop()


@pytest.mark.parametrize(("name", "library"), BOTS)
def test_a_bot_is_ready_while_it_gets_updates(name, library, api, begin):
    bot = begin(name, "bots", library, BOT_API=api.url, KIT_BOT_MODE="polling", KIT_BOT_SILENCE="4")
    assert bot.entries(message="begins", logger="stdout")
    assert len(bot.entries(logger="shipready.bot", level="info")) == 1
    api.status = 409
    bot.until(lambda: bot.ready().json()["status"] == "stalled")
    assert bot.run("health").returncode == 1
    (complaint,) = bot.entries(logger="shipready.bot", level="error")
    assert "another program with the token" in complaint["message"]
    api.status = 200
    bot.until(lambda: bot.ready().status == 200, patience=60)
    began = time.monotonic()
    assert bot.stop() == 0
    assert time.monotonic() - began < 12
    assert not [line for line in bot.lines() if isinstance(line, str)]
    assert "abcdefghijklmnopqrstuvwxyzABCDEFGHI" not in bot.output.read_text()


def test_a_bot_that_never_gets_updates_is_never_ready(api, begin):
    api.status = 401
    settings = {"KIT_BOT_MODE": "polling", "BOT_API": api.url, "wait": False}
    bot = begin("bots3", "bots", "telebot", **settings)
    bot.until(lambda: bot.entries(logger="shipready.bot", status=401))
    assert bot.ready().json()["status"] == "starting"


def test_a_bot_without_polling_is_ready_once_it_runs(begin):
    program = begin("bots3", "flat/flat.py", "one", KIT_BOT_MODE="webhook")
    program.entry(message="found its neighbour ['one']")


def test_a_module_is_found_in_the_import_root_before_the_working_directory(begin, tmp_path):
    root = tmp_path / "0/work/flat"
    program = begin("bots3", "flat", "two", "-v", PYTHONPATH=str(root))
    program.entry(message="found its neighbour ['two', '-v']")


def test_the_file_that_a_folder_is_started_by_runs_as_well(begin, tmp_path):
    folder = tmp_path / "talk"
    folder.mkdir()
    program = "import helper\nimport time\nprint(helper.WORD)\ntime.sleep(60)\n"
    (folder / "__main__.py").write_text(program)
    (folder / "helper.py").write_text("WORD = 'begins'\n")
    program = begin("bots3", "__main__", PYTHONPATH=str(folder), KIT_BOT_MODE="webhook")
    program.entry(message="begins")


def test_a_bot_that_does_not_start_ends_the_container(begin):
    program = begin("bots3", "no_such_module", wait=False)
    assert program.process.wait(30) == 1
    assert "No module named" in program.output.read_text()


FAKE = """
import asyncio, sys, types
class TelegramBaseClient:
    up = True
    async def connect(self):
        pass
    def is_connected(self):
        return self.up
class Connect:
    is_connected = True
    async def connect(self):
        return True
"""


@pytest.mark.parametrize("library", ["telethon", "pyrogram"])
def test_a_connection_by_mtproto_is_followed_from_inside_the_loop(library, begin, tmp_path):
    """Against a stand-in with the same names: the real ones need Telegram itself."""
    module = {
        "telethon": "telethon.client.telegrambaseclient",
        "pyrogram": "pyrogram.methods.auth.connect",
    }[library]
    root = tmp_path / "root"
    place = root / (module.replace(".", "/") + ".py")
    place.parent.mkdir(parents=True)
    place.write_text(FAKE)
    owner = "TelegramBaseClient" if library == "telethon" else "Connect"
    (root / "listener.py").write_text(
        f"import asyncio, time\nfrom {module} import {owner} as C\n"
        "async def main():\n    client = C()\n    await client.connect()\n"
        "    await asyncio.sleep(8)\n    time.sleep(60)\nasyncio.run(main())\n"
    )
    told = {"KIT_BOT_MODE": "polling", "KIT_BOT_SILENCE": "6", "PYTHONPATH": str(root)}
    program = begin("bots3", "listener", **told)
    program.until(lambda: program.ready().json()["status"] == "stalled")
