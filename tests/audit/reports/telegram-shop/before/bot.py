"""The bot: it shows the way into the shop, and its orders."""

from aiogram import Bot, Dispatcher
from aiogram.filters import Command, CommandStart
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, WebAppInfo

import config
from database import orders_of

bot = Bot(config.BOT_TOKEN)
dispatcher = Dispatcher()


@dispatcher.message(CommandStart())
async def start(message: Message):
    button = InlineKeyboardButton(text="To the stall", web_app=WebAppInfo(url=config.PUBLIC_URL))
    await message.answer("Fresh from the hills.", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))


@dispatcher.message(Command("orders"))
async def orders(message: Message):
    lines = [f"{count} × {name}" for count, name in orders_of(message.from_user.id)]
    await message.answer("\n".join(lines) or "Nothing yet.")
