SECRET_KEY = "only for this machine"
ROOT_URLCONF = "club.urls"
INSTALLED_APPS = ["django.contrib.staticfiles"]
WSGI_APPLICATION = "club.wsgi.application"
ASGI_APPLICATION = "club.asgi.application"
