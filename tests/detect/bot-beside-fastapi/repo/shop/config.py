import os

TOKEN = os.environ["SHOP_BOT_TOKEN"]
