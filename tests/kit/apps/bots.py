"""Bots of one library each, named as argument, against the server that BOT_API names."""

import asyncio
import os
import sys

API, TOKEN = os.environ["BOT_API"], "123456:abcdefghijklmnopqrstuvwxyzABCDEFGHI"


def aiogram():
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(API))
    asyncio.run(Dispatcher().start_polling(Bot(TOKEN, session=session), polling_timeout=1))


def telegram():
    import telegram.ext

    if hasattr(telegram.ext, "ApplicationBuilder"):
        builder = telegram.ext.ApplicationBuilder().token(TOKEN).base_url(API + "/bot")
        builder.build().run_polling(timeout=1)
    else:
        updater = telegram.ext.Updater(TOKEN, base_url=API + "/bot")
        updater.start_polling(timeout=1)
        updater.idle()


def telebot():
    import telebot

    telebot.apihelper.API_URL = API + "/bot{0}/{1}"
    telebot.TeleBot(TOKEN).infinity_polling(timeout=2, long_polling_timeout=1)


if __name__ == "__main__":
    print("begins", flush=True)
    globals()[sys.argv[1]]()
    print("ends", flush=True)
