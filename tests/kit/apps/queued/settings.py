"""A Django project with every queue that is one of its commands."""

import os

SECRET_KEY = "0123456789abcdefghij-ABCDEFGHIJ-0123456789-abcdefghij"
REDIS = os.environ["REDIS_URL"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django_dramatiq",
    "django_q",
    "django_rq",
    "huey.contrib.djhuey",
    "queued",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "queued.sqlite3"}}
Q_CLUSTER = {"workers": 1, "redis": REDIS, "name": "queued"}
RQ_QUEUES = {"default": {"URL": REDIS}}
DRAMATIQ_BROKER = {
    "BROKER": "dramatiq.brokers.redis.RedisBroker",
    "OPTIONS": {"url": REDIS},
    "MIDDLEWARE": [
        "dramatiq.middleware.TimeLimit",
        "django_dramatiq.middleware.DbConnectionsMiddleware",
    ],
}
HUEY = {"name": "queued", "huey_class": "huey.RedisHuey", "url": REDIS, "immediate": False}
