import subprocess

from pydub import AudioSegment
from telegram.ext import ApplicationBuilder

import config
import database


def convert(path):
    subprocess.run(["pandoc", path, "-o", path + ".pdf"], check=True)


def run_bot() -> None:
    application = ApplicationBuilder().token(config.telegram_token).concurrent_updates(True).build()
    application.run_polling()


if __name__ == "__main__":
    run_bot()
