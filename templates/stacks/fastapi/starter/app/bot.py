{% if "telegram" in selected %}
"""A Telegram bot: `python -m app.bot` asks for updates; with BOT_MODE=webhook the API takes them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import compare_digest
from typing import Annotated, Any

from aiogram import Bot, Dispatcher, F
from aiogram.filters import CommandStart
{% if "redis" in selected %}
from aiogram.fsm.storage.redis import RedisStorage
{% endif %}
from aiogram.types import Message
from fastapi import (
    APIRouter,
    BackgroundTasks,
    Depends,
    Header,
    HTTPException,
    Request,
    status,
)

from app.settings import Settings

PATH = "/telegram/webhook"
router = APIRouter(include_in_schema=False)


async def start(message: Message) -> None:
    await message.answer("Welcome! I say whatever you say.")


async def echo(message: Message) -> None:
    await message.answer(message.text or "")


def create_dispatcher(settings: Settings) -> Dispatcher:
    """What is done with updates. The first handler that fits one gets it."""
{% if "redis" in selected %}
    # In Redis, a conversation outlives a restart, and every process knows it.
    dispatcher = Dispatcher(storage=RedisStorage.from_url(str(settings.redis_url)))
{% else %}
    dispatcher = Dispatcher()
{% endif %}
    dispatcher.message.register(start, CommandStart())
    dispatcher.message.register(echo, F.text)
    return dispatcher


@dataclass(frozen=True)
class Webhook:
    """What takes the updates that Telegram brings."""

    bot: Bot
    dispatcher: Dispatcher
    secret: str


@asynccontextmanager
async def webhook(settings: Settings) -> AsyncIterator[Webhook]:
    """Tells Telegram where to bring updates. That it is told once by each process does no harm."""
    assert settings.public_url and settings.webhook_secret
    bot = Bot(settings.bot_token.get_secret_value())
    dispatcher = create_dispatcher(settings)
    secret = settings.webhook_secret.get_secret_value()
    await bot.set_webhook(
        str(settings.public_url).rstrip("/") + PATH,
        secret_token=secret,
        allowed_updates=dispatcher.resolve_used_update_types(),
    )
    yield Webhook(bot, dispatcher, secret)
    await dispatcher.storage.close()
    await bot.session.close()


def shared_webhook(request: Request) -> Webhook:
    """The one that the application opened at its start, if it takes updates."""
    found = getattr(request.state, "webhook", None)
    if found is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    return found


@router.post(PATH)
async def take_update(
    hook: Annotated[Webhook, Depends(shared_webhook)],
    update: dict[str, Any],
    later: BackgroundTasks,
    x_telegram_bot_api_secret_token: Annotated[str, Header()] = "",
) -> None:
    """Answers at once; Telegram would bring an update again that takes long or fails."""
    # Whoever does not know the secret is not Telegram.
    shown = x_telegram_bot_api_secret_token.encode()
    if not compare_digest(shown, hook.secret.encode()):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    later.add_task(hook.dispatcher.feed_raw_update, hook.bot, update)


async def poll(settings: Settings) -> None:
    """Asks Telegram for updates until the process is told to stop."""
    bot = Bot(settings.bot_token.get_secret_value())
    dispatcher = create_dispatcher(settings)
    # While a webhook is set, Telegram gives updates to nobody who asks.
    await bot.delete_webhook()
    await dispatcher.start_polling(
        bot, allowed_updates=dispatcher.resolve_used_update_types()
    )


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    asyncio.run(poll(Settings()))
{% endif %}
