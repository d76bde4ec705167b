def start(update, context):
    update.message.reply_text("Hello")
