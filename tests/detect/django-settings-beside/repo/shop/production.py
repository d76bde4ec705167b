import os

from .settings import *

DEBUG = False
DATABASES = {"default": {"ENGINE": "django.db.backends.mysql", "HOST": os.environ["DB_HOST"]}}
