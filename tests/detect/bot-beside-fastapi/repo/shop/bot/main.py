import asyncio

from aiogram import Bot, Dispatcher

from shop.config import TOKEN


async def main():
    bot = Bot(TOKEN)
    await Dispatcher().start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
