from decouple import config

TOKEN = config("BOT_TOKEN")
