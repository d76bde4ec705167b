from aiogram.types import Update
from fastapi import FastAPI

from app.bot import bot, dp

app = FastAPI()


@app.post("/telegram/{token}")
async def telegram(token: str, update: dict):
    await dp.feed_update(bot, Update(**update))
