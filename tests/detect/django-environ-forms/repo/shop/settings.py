import environ
import dj_email_url

from shop.env import other

root = environ.Path(__file__) - 2
env = environ.Env(DEBUG=(bool, False), PAGE_SIZE=(int, 20), THEME=str)
environ.Env.read_env(root(".env"))

DEBUG = env("DEBUG")
PAGE_SIZE = env("PAGE_SIZE")
THEME = env("THEME")
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
LIMIT = env("LIMIT", int, 5)
FLAGS = env.json("FLAGS", {})
DATABASES = {"default": env.db()}
CACHES = {"default": env.cache_url("CACHE_ADDRESS", default="pymemcache://localhost")}
STATIC_ROOT = root("static")
MEDIA_ROOT = str(root.path("media"))
EMAIL = dj_email_url.config()
INSTALLED_APPS = ["django.contrib.staticfiles"]
with other.prefixed("SHOP_"):
    NAME = other("NAME", "Shop")
    OPEN = other.bool("OPEN", default=True)
