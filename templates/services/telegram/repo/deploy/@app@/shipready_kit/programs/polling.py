"""A bot that asks Telegram for updates: alive is one whose last `getUpdates` succeeded lately.

Seen in the HTTP client below the bot's library: aiohttp (aiogram), httpx (python-telegram-bot
from 20 on), urllib3 (older ones, and pyTelegramBotAPI by requests). Telethon and Pyrogram speak
MTProto and hold one connection: alive is a bot that has it, and whose event loop runs.
"""

from __future__ import annotations

import asyncio
import logging
import time
import weakref

from shipready_kit import imports, settings, shared

FOLLOW_SECONDS = 5.0
COMPLAIN_SECONDS = 60.0
COMPLAINTS = {
    401: "Telegram refuses the token of this bot",
    404: "Telegram knows no bot of this token",
    409: "Telegram hands updates to another program with the token of this bot, or to a "
    "webhook: stop the other one, or delete the webhook",
}

log = logging.getLogger("shipready.bot")

_silence = 120.0
_heard = False
_complained: dict[int, float] = {}
_followed: weakref.WeakSet = weakref.WeakSet()
_tasks: set = set()


def watch() -> None:
    """Look for the libraries, whenever the bot imports them."""
    global _silence
    _silence = settings.number("KIT_BOT_SILENCE", 120, least=1)
    imports.after("aiohttp.client", _aiohttp)
    imports.after("httpx", _httpx)
    imports.after("urllib3.connectionpool", _urllib3)
    imports.after("telegram.vendor.ptb_urllib3.urllib3.connectionpool", _urllib3)
    imports.after("telethon.client.telegrambaseclient", _telethon)
    imports.after("pyrogram.methods.auth.connect", _pyrogram)


def _asks(url) -> bool:
    return str(url).partition("?")[0].lower().endswith("/getupdates")


def seen(status: int) -> None:
    """Telegram answered a request for updates."""
    if status == 200:
        _beat()
    elif status in COMPLAINTS:
        now = time.monotonic()
        if now - _complained.get(status, -COMPLAIN_SECONDS) >= COMPLAIN_SECONDS:
            _complained[status] = now
            log.error(COMPLAINTS[status], extra={"status": status})


def _beat() -> None:
    global _heard
    if not _heard:
        _heard = True
        log.info("Telegram answers: this bot polls for updates")
    shared.beat(_silence)


def _aiohttp(module) -> None:
    owner = module.ClientSession
    request = owner._request

    async def requesting(self, method, url, *arguments, **options):
        response = await request(self, method, url, *arguments, **options)
        if _asks(url):
            seen(response.status)
        return response

    owner._request = requesting


def _httpx(module) -> None:
    asynchronous, synchronous = module.AsyncClient.send, module.Client.send

    async def send_async(self, request, **options):
        try:
            response = await asynchronous(self, request, **options)
        except module.ReadTimeout:
            _time_out(request.url)
            raise
        if _asks(request.url):
            seen(response.status_code)
        return response

    def send(self, request, **options):
        try:
            response = synchronous(self, request, **options)
        except module.ReadTimeout:
            _time_out(request.url)
            raise
        if _asks(request.url):
            seen(response.status_code)
        return response

    module.AsyncClient.send, module.Client.send = send_async, send


def _urllib3(module) -> None:
    owner = module.HTTPConnectionPool
    urlopen = owner.urlopen

    def opening(self, method, url, *arguments, **options):
        try:
            response = urlopen(self, method, url, *arguments, **options)
        except module.ReadTimeoutError:
            _time_out(url)
            raise
        if _asks(url):
            seen(response.status)
        return response

    owner.urlopen = opening


def _time_out(url) -> None:
    """A client that waited no longer for news was connected all the same."""
    if _asks(url):
        _beat()


def _telethon(module) -> None:
    _follow_after(module.TelegramBaseClient, lambda client: client.is_connected())


def _pyrogram(module) -> None:
    _follow_after(module.Connect, lambda client: client.is_connected)


def _follow_after(owner, connected) -> None:
    """From the first `connect()` on, look at the connection from inside the event loop."""
    connect = owner.connect

    async def connecting(self, *arguments, **options):
        result = await connect(self, *arguments, **options)
        if self not in _followed:
            _followed.add(self)
            task = asyncio.get_running_loop().create_task(_follow(weakref.ref(self), connected))
            _tasks.add(task)
            task.add_done_callback(_tasks.discard)
        return result

    owner.connect = connecting


async def _follow(client, connected) -> None:
    while client() is not None:
        if connected(client()):
            _beat()
        await asyncio.sleep(FOLLOW_SECONDS)
