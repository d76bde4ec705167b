import os

import telebot

from awake import stay_awake

bot = telebot.TeleBot(os.environ.get("TELEGRAM_BOT_TOKEN"))


@bot.message_handler(commands=["start"])
def start(message):
    bot.reply_to(message, "Hello")


stay_awake()
bot.infinity_polling()
