"""The bot: it shows the way into the shop, and its orders."""

import logging

from aiogram import Bot, Dispatcher
from aiogram.filters import Command, CommandStart
from aiogram.types import ErrorEvent, InlineKeyboardButton, InlineKeyboardMarkup, Message, WebAppInfo
from sqlalchemy import select

from config import config
from database import Article, Order, Session

log = logging.getLogger("stall.bot")
bot = Bot(config.bot_token.get_secret_value())
dispatcher = Dispatcher()


@dispatcher.errors()
async def failed(event: ErrorEvent):
    """Telegram would send an update again and again that is answered with an error."""
    log.error("An update failed", exc_info=event.exception)
    return True


@dispatcher.message(CommandStart())
async def start(message: Message):
    button = InlineKeyboardButton(text="To the stall", web_app=WebAppInfo(url=config.public_url))
    await message.answer("Fresh from the hills.", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))


@dispatcher.message(Command("orders"))
async def orders(message: Message):
    with Session() as session:
        query = select(Order.count, Article.name).join(Article).where(Order.buyer == message.from_user.id)
        lines = [f"{count} × {name}" for count, name in session.execute(query)]
    await message.answer("\n".join(lines) or "Nothing yet.")
