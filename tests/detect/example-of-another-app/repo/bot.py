import asyncio
import os

from aiogram import Bot, Dispatcher

dispatcher = Dispatcher()

if __name__ == "__main__":
    asyncio.run(dispatcher.start_polling(Bot(os.environ["BOT_TOKEN"])))
