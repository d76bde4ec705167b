from .base import *
from .base import INSTALLED_APPS
from .base import env

DEBUG = True
SECRET_KEY = env("DJANGO_SECRET_KEY", default="local")
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]
if env("USE_DOCKER") == "yes":
    INTERNAL_IPS = []
