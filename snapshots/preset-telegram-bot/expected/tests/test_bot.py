"""The bot without Telegram: updates go straight to it, and what it sends is noted."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import SetWebhook, TelegramMethod
from aiogram.types import Chat, Message, Update, User
from aiohttp.test_utils import TestClient, TestServer
from pydantic import ValidationError

from bot import main
from bot.settings import Settings

TOKEN = "42:only-for-tests"
ENVIRONMENT = {
    "BOT_TOKEN": TOKEN,
    "REDIS_URL": "redis://nowhere",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


class Telegram(BaseSession):
    """Notes what it is asked for, and agrees to everything."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[TelegramMethod[Any]] = []

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any
    ) -> Any:
        self.asked.append(method)
        return True

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes]:
        yield b""

    async def close(self) -> None:
        """Nothing was opened."""

    def said(self) -> list[str]:
        return [method.text for method in self.asked if hasattr(method, "text")]


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    return Bot(TOKEN, session=telegram)


@pytest.fixture
def dispatcher() -> Dispatcher:
    dispatcher = main.create_dispatcher(Settings())
    dispatcher.fsm.storage = MemoryStorage()
    return dispatcher


def update(text: str) -> Update:
    message = Message(
        message_id=1,
        date=datetime.now(UTC),
        chat=Chat(id=7, type="private"),
        from_user=User(id=2**40, is_bot=False, first_name="Ada"),
        text=text,
    )
    return Update(update_id=1, message=message)


async def test_a_text_comes_back(
    bot: Bot, dispatcher: Dispatcher, telegram: Telegram
) -> None:
    await dispatcher.feed_update(bot, update("good morning"))
    assert telegram.said() == ["good morning"]


async def test_who_starts_is_welcome(
    bot: Bot, dispatcher: Dispatcher, telegram: Telegram
) -> None:
    await dispatcher.feed_update(bot, update("/start"))
    assert telegram.said()[0].startswith("Welcome!")


async def test_a_name_is_asked_for_and_remembered(
    bot: Bot, dispatcher: Dispatcher, telegram: Telegram
) -> None:
    for text in ("/name", "Ada", "good morning"):
        await dispatcher.feed_update(bot, update(text))
    assert telegram.said() == ["What is your name?", "Hello, Ada!", "Ada: good morning"]


async def test_a_webhook_takes_updates_from_telegram_alone(
    bot: Bot,
    dispatcher: Dispatcher,
    telegram: Telegram,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOT_MODE", "webhook")
    monkeypatch.setenv("PUBLIC_URL", "https://bot.example.com")
    monkeypatch.setenv("WEBHOOK_SECRET", "known-to-telegram")
    app = main.create_server(bot, dispatcher, Settings())
    async with TestClient(TestServer(app)) as client:
        sent = update("by webhook").model_dump(mode="json", exclude_none=True)
        secret = {"X-Telegram-Bot-Api-Secret-Token": "known-to-telegram"}
        refused = await client.post(main.WEBHOOK_PATH, json=sent)
        taken = await client.post(main.WEBHOOK_PATH, json=sent, headers=secret)
        assert (refused.status, taken.status) == (401, 200)
    [hook] = [method for method in telegram.asked if isinstance(method, SetWebhook)]
    assert hook.url == "https://bot.example.com/telegram/webhook"
    assert hook.secret_token == "known-to-telegram"


def test_a_start_without_settings_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name)
    with pytest.raises(ValidationError) as raised:
        Settings()
    missing = {str(error["loc"][0]).upper() for error in raised.value.errors()}
    assert missing == set(ENVIRONMENT)


def test_a_webhook_without_an_address_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOT_MODE", "webhook")
    with pytest.raises(ValidationError, match="PUBLIC_URL and WEBHOOK_SECRET"):
        Settings()
