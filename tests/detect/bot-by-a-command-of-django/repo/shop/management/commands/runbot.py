import os

from django.core.management.base import BaseCommand
from telegram.ext import Application


class Command(BaseCommand):
    def handle(self, *args, **options):
        application = Application.builder().token(os.environ["BOT_TOKEN"]).build()
        application.run_polling()
