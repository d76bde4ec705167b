import os

from dotenv import load_dotenv
from telegram.ext import CommandHandler, Updater

from bot.handlers import start

load_dotenv()


def main():
    updater = Updater(os.getenv("TELEGRAM_TOKEN"))
    updater.dispatcher.add_handler(CommandHandler("start", start))
    updater.start_polling()
    updater.idle()


main()
