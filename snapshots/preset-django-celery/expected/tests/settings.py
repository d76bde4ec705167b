"""The application's own settings, with what they need from the environment where it says nothing."""

import os

WITHOUT_SERVER = "DATABASE_URL" not in os.environ
for name, value in {
    "SECRET_KEY": "only for tests",
    "ALLOWED_HOSTS": "testserver",
    "DATABASE_URL": "postgresql://nowhere/nothing",
    "REDIS_URL": "redis://nowhere",
    "CELERY_BROKER_URL": "memory://",
}.items():
    os.environ.setdefault(name, value)

from config.settings import *

# Requests of tests come without TLS, for a name that is no site's.
ALLOWED_HOSTS = ["testserver"]
SECURE_SSL_REDIRECT = False
# Names with a hash are known once `collectstatic` has run.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
if WITHOUT_SERVER:
    DATABASES = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    }
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
