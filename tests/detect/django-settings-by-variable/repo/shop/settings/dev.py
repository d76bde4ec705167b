import os

from .base import *

SECRET_KEY = os.environ["ONLY_IN_DEVELOPMENT"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
