import os

from telethon import TelegramClient, events

client = TelegramClient("session", int(os.environ["API_ID"]), os.environ["API_HASH"])


@client.on(events.NewMessage(pattern="/start"))
async def start(event):
    await event.respond("Hello")


def main():
    client.start(bot_token=os.environ["BOT_TOKEN"])
    client.run_until_disconnected()


if __name__ == "__main__":
    main()
