INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "huey.contrib.djhuey",
    "django_rq",
    "django_q",
]
DATABASES = {}
HUEY = {"huey_class": "huey.RedisHuey", "name": "shop"}
RQ_QUEUES = {"default": {"HOST": "redis"}, "high": {"HOST": "redis"}}
Q_CLUSTER = {"name": "shop", "redis": "redis://redis"}
