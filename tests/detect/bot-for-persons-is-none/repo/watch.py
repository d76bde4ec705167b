from telethon import TelegramClient

client = TelegramClient("me", 1, "x")
client.start()
client.run_until_disconnected()
