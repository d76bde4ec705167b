import asyncio

from aiogram import Bot, Dispatcher
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from app.settings import settings


async def poll(bot: Bot, dispatcher: Dispatcher) -> None:
    await bot.delete_webhook()
    await dispatcher.start_polling(bot)


def listen(bot: Bot, dispatcher: Dispatcher) -> None:
    app = web.Application()
    SimpleRequestHandler(dispatcher=dispatcher, bot=bot).register(app, path=settings.webhook_path)
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="0.0.0.0", port=settings.web_port)


def main() -> None:
    bot = Bot(token=settings.bot_token.get_secret_value())
    dispatcher = Dispatcher(storage=RedisStorage.from_url(settings.redis_url))
    if settings.use_webhook:
        listen(bot, dispatcher)
    else:
        asyncio.run(poll(bot, dispatcher))


if __name__ == "__main__":
    main()
