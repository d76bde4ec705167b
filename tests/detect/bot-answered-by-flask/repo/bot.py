import os

import telebot
from flask import Flask, request

TOKEN = os.environ["BOT_TOKEN"]
bot = telebot.TeleBot(TOKEN)
app = Flask(__name__)


@app.route("/hook/" + TOKEN, methods=["POST"])
def hook():
    bot.process_new_updates([telebot.types.Update.de_json(request.get_data().decode())])
    return "", 200


bot.set_webhook(url=os.environ["PUBLIC_URL"] + "/hook/" + TOKEN)
