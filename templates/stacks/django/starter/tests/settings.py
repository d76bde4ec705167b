"""The application's own settings, with what they need from the environment where it says nothing."""

import os

{% if "postgres" in selected %}
WITHOUT_SERVER = "DATABASE_URL" not in os.environ
{% endif %}
for name, value in {
    "SECRET_KEY": "only for tests",
    "ALLOWED_HOSTS": "testserver",
{% if "postgres" in selected %}
    "DATABASE_URL": "postgresql://nowhere/nothing",
{% endif %}
{% if "redis" in selected %}
    "REDIS_URL": "redis://nowhere",
{% endif %}
{% if "celery" in selected %}
    "CELERY_BROKER_URL": "memory://",
{% endif %}
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
{% if "postgres" in selected %}
if WITHOUT_SERVER:
    DATABASES = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    }
{% endif %}
{% if "redis" in selected %}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
{% endif %}
