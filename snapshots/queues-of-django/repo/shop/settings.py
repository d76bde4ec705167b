import os

SECRET_KEY = os.environ["SECRET_KEY"]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
INSTALLED_APPS = ["django.contrib.contenttypes", "django_q", "django_rq", "huey.contrib.djhuey", "shop"]
Q_CLUSTER = {"redis": os.environ["REDIS_URL"]}
RQ_QUEUES = {"high": {"URL": os.environ["REDIS_URL"]}, "default": {"URL": os.environ["REDIS_URL"]}}
HUEY = {"huey_class": "huey.RedisHuey", "url": os.environ["REDIS_URL"], "immediate": False}
