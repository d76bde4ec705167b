import logging
import os
import sys
from pathlib import Path

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.getenv("DJANGO_SECRET_KEY", "x%#3&%giwv8f0+%r946en7z&d@9*rc$sl0qoql56xr%bh^w2mj")

if os.environ.get("DJANGO_DEBUG", default=False) in ["True", "true", "1", True]:
    DEBUG = True
else:
    DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_celery_beat",
    "users.apps.UsersConfig",
]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
ROOT_URLCONF = "shopbot.urls"
WSGI_APPLICATION = "shopbot.wsgi.application"
ASGI_APPLICATION = "shopbot.asgi.application"

DATABASES = {
    "default": dj_database_url.config(conn_max_age=600, default="sqlite:///db.sqlite3"),
}

PROJECT_ROOT = os.path.dirname(os.path.abspath(__file__))
STATIC_URL = "static/"
STATIC_ROOT = os.path.join(PROJECT_ROOT, "static")

TELEGRAM_TOKEN = os.getenv("TELEGRAM_TOKEN")
if TELEGRAM_TOKEN is None:
    logging.error("Please provide TELEGRAM_TOKEN.")
    sys.exit(1)

REDIS_URL = os.getenv("REDIS_URL", "redis://redis:6379")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_DEFAULT_QUEUE = "default"
