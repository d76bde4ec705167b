from config import Config
from pyrogram import Client


class Bot(Client):
    def __init__(self):
        super().__init__("bot", api_id=Config.API_ID, api_hash=Config.API_HASH, bot_token=Config.BOT_TOKEN)


Bot().run()
