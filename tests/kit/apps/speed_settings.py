"""The store's settings as a person would set them for production, without the kit."""

from store.settings import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [name for name in INSTALLED_APPS if name != "debug_toolbar"]  # noqa: F405
