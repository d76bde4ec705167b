from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent
INSTALLED_APPS = ["django.contrib.staticfiles"]
WSGI_APPLICATION = "wsgi.application"
DATABASES = {}
STATIC_URL = "https://static.example.com/"
STATIC_ROOT = BASE_DIR / "public" / "static"
