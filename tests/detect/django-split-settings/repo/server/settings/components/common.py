from server.settings.components import config

SECRET_KEY = config("DJANGO_SECRET_KEY")
INSTALLED_APPS = ("django.contrib.auth", "django.contrib.staticfiles")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": config("POSTGRES_DB"),
        "CONN_MAX_AGE": config("CONN_MAX_AGE", cast=int, default=60),
    },
}
STATIC_ROOT = config("DJANGO_STATIC_ROOT", default="collected")
