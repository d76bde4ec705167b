"""Static files and caches, where the user's settings leave them to a server of their own."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import django

from shipready_kit import settings

# The only folder of the kit that the build fills; the image holds it.
COLLECTED = Path(__file__).resolve().parent.parent.parent / "static"
SECURITY = "django.middleware.security.SecurityMiddleware"
WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"
LOCAL_CACHE = "django.core.cache.backends.locmem.LocMemCache"
LOCAL_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"


def static(values, file: Path) -> None:
    """WhiteNoise answers for static files, unless the settings have it or use another server."""
    if "django.contrib.staticfiles" not in (values.get("INSTALLED_APPS") or ()):
        return
    root = values.get("STATIC_ROOT")
    # The image holds what lies beside the code: collected elsewhere, files would be lost.
    if not root or Path(root).resolve().parts[:2] != file.resolve().parts[:2]:
        values["STATIC_ROOT"] = str(COLLECTED)
    if settings.on("KIT_BUILD"):
        _collect_here(values)
    elif not urlsplit(str(values.get("STATIC_URL") or "")).netloc:
        _whitenoise(values)


def _whitenoise(values) -> None:
    middleware = list(values.get("MIDDLEWARE") or ())
    if any("whitenoise" in str(name).lower() for name in middleware):
        return
    if find_spec("whitenoise") is not None:
        place = middleware.index(SECURITY) + 1 if SECURITY in middleware else 0
        middleware.insert(place, WHITENOISE)
        values["MIDDLEWARE"] = middleware


def _collect_here(values) -> None:
    """While the image is built, nothing is sent to a storage elsewhere."""
    storages = values.get("STORAGES") or {}
    named = (storages.get("staticfiles") or {}).get("BACKEND") or values.get("STATICFILES_STORAGE")
    if not named or named.startswith(("django.", "whitenoise.")):
        return
    print(f"kit: static files are kept by {named}: none are collected for it in this build")
    if "STATICFILES_STORAGE" in values:
        values["STATICFILES_STORAGE"] = LOCAL_STORAGE
    else:
        values["STORAGES"] = {**storages, "staticfiles": {"BACKEND": LOCAL_STORAGE}}


def develop(values) -> None:
    """While developing, static files come from where they lie; nothing else is changed."""
    if "django.contrib.staticfiles" not in (values.get("INSTALLED_APPS") or ()):
        return
    values.setdefault("WHITENOISE_USE_FINDERS", True)
    values.setdefault("WHITENOISE_AUTOREFRESH", True)
    _whitenoise(values)


def caches(values) -> None:
    """KIT_CACHE_URL: Redis, in the place of a cache that each process has for itself."""
    url = os.environ.get("KIT_CACHE_URL")
    if not url or django.VERSION < (4, 0) or find_spec("redis") is None:
        return
    backends = [cache.get("BACKEND") for cache in (values.get("CACHES") or {}).values()]
    if all(backend == LOCAL_CACHE for backend in backends):
        named = values.get("CACHES") or {"default": {}}
        backend = "django.core.cache.backends.redis.RedisCache"
        values["CACHES"] = {
            # Names keep apart what different caches were called.
            name: {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": name}
            for name in named
        }
