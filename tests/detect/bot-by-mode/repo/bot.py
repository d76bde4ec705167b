import os

from telegram.ext import Application, CommandHandler

MODE = os.getenv("MODE", "polling")


async def start(update, context):
    await update.message.reply_text("Hello")


def main() -> None:
    application = Application.builder().token(os.environ["TOKEN"]).build()
    application.add_handler(CommandHandler("start", start))
    if MODE == "webhook":
        application.run_webhook(listen="0.0.0.0", port=8443, url_path="hook", webhook_url=os.environ["WEBHOOK_URL"])
    else:
        application.run_polling()


if __name__ == "__main__":
    main()
