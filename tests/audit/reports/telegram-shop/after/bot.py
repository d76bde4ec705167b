"""The bot: it shows the way into the shop, and its orders."""

import logging

from aiogram import Bot, Dispatcher
from aiogram.filters import Command, CommandStart
from aiogram.types import ErrorEvent, InlineKeyboardButton, InlineKeyboardMarkup, Message, WebAppInfo

from config import config
from database import orders_of

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
    lines = [f"{count} × {name}" for count, name in orders_of(message.from_user.id)]
    await message.answer("\n".join(lines) or "Nothing yet.")
