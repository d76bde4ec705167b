import asyncio

from aiogram import Bot, Dispatcher

from tgbot.config import load_config


async def main():
    config = load_config(".env")
    bot = Bot(token=config.tg_bot.token)
    await Dispatcher().start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
