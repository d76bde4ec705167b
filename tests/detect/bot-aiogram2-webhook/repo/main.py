import os

from aiogram import Bot, Dispatcher
from aiogram.utils.executor import start_webhook

API_TOKEN = os.environ["API_TOKEN"]
WEBHOOK_HOST = os.environ["WEBHOOK_HOST"]
WEBHOOK_PATH = f"/bot/{API_TOKEN}"
WEBAPP_PORT = int(os.getenv("PORT", 3001))

bot = Bot(token=API_TOKEN)
dp = Dispatcher(bot)


async def on_startup(dp):
    await bot.set_webhook(WEBHOOK_HOST + WEBHOOK_PATH)


if __name__ == "__main__":
    start_webhook(
        dispatcher=dp,
        webhook_path=WEBHOOK_PATH,
        on_startup=on_startup,
        host="0.0.0.0",
        port=WEBAPP_PORT,
    )
