"""The bot: `python -m bot.main` starts it."""

import asyncio
import logging

from aiogram import Bot, Dispatcher
{% if "redis" in selected %}
from aiogram.fsm.storage.redis import RedisStorage
{% else %}
from aiogram.fsm.storage.memory import MemoryStorage
{% endif %}
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

{% if "postgres" in selected %}
from bot import database, handlers
{% else %}
from bot import handlers
{% endif %}
{% if "postgres" in selected and not "alembic" in selected %}
from bot.models import create_tables
{% endif %}
from bot.settings import Settings

WEBHOOK_PATH = "/telegram/webhook"


def create_dispatcher(settings: Settings) -> Dispatcher:
    """What is done with updates, and where conversations are remembered."""
{% if "redis" in selected %}
    # In Redis, a conversation outlives a restart, and several processes know it.
    storage = RedisStorage.from_url(str(settings.redis_url))
    dispatcher = Dispatcher(storage=storage)
{% else %}
    # In memory, a conversation ends with the process: Redis would keep it.
    dispatcher = Dispatcher(storage=MemoryStorage())
{% endif %}
    dispatcher.include_router(handlers.create_router())
{% if "postgres" in selected %}
    engine = database.connect(str(settings.database_url))
    dispatcher.update.middleware(database.Sessions(engine))
{% if not "alembic" in selected %}

    @dispatcher.startup()
    async def prepare() -> None:
        await create_tables(engine)
{% endif %}

    @dispatcher.shutdown()
    async def close() -> None:
        await engine.dispose()
{% endif %}

    return dispatcher


async def poll(bot: Bot, dispatcher: Dispatcher) -> None:
    """Asks Telegram for updates until the process is told to stop."""
    # While a webhook is set, Telegram gives updates to nobody who asks.
    await bot.delete_webhook()
    await dispatcher.start_polling(
        bot, allowed_updates=dispatcher.resolve_used_update_types()
    )


def create_server(
    bot: Bot, dispatcher: Dispatcher, settings: Settings
) -> web.Application:
    """Takes the updates that Telegram brings."""
    assert settings.public_url and settings.webhook_secret
    address = str(settings.public_url).rstrip("/") + WEBHOOK_PATH
    secret = settings.webhook_secret.get_secret_value()

    @dispatcher.startup()
    async def announce() -> None:
        await bot.set_webhook(
            address,
            secret_token=secret,
            allowed_updates=dispatcher.resolve_used_update_types(),
        )

    app = web.Application()
    # Whoever does not know the secret is refused.
    handler = SimpleRequestHandler(dispatcher, bot, secret_token=secret)
    handler.register(app, path=WEBHOOK_PATH)
    setup_application(app, dispatcher, bot=bot)
    return app


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    settings = Settings()
    bot = Bot(token=settings.bot_token.get_secret_value())
    dispatcher = create_dispatcher(settings)
    if settings.bot_mode == "webhook":
        web.run_app(create_server(bot, dispatcher, settings), port=settings.port)
    else:
        asyncio.run(poll(bot, dispatcher))


if __name__ == "__main__":
    main()
