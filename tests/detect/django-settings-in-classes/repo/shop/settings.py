from configurations import Configuration, values


class Common(Configuration):
    INSTALLED_APPS = ["django.contrib.staticfiles"]
    DATABASES = values.DatabaseURLValue()


class Development(Common):
    DEBUG = True


class Production(Common):
    DEBUG = False
