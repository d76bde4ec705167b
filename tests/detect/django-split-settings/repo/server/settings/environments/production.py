from server.settings.components import config

DEBUG = False
ALLOWED_HOSTS = [config("DOMAIN_NAME")]
MIDDLEWARE = ("whitenoise.middleware.WhiteNoiseMiddleware",)
