import asyncio
import os

from aiogram import Bot, Dispatcher

from settings import BOT

dispatcher = Dispatcher()


async def main():
    await dispatcher.start_polling(Bot(BOT["token"], proxy=os.getenv("BOT_PROXY")))


if __name__ == "__main__":
    asyncio.run(main())
