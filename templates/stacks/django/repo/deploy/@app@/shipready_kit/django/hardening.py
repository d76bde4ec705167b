"""What production asks of settings, each only where the user's settings do not decide it.

Never left open, whatever they say: DEBUG is off, ALLOWED_HOSTS holds no `*`, and there is a
secret key that is not in everybody's hands.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import django

from shipready_kit import settings
from shipready_kit.django import serving
from shipready_kit.environ import OLDER

ASGI = (Path(__file__).resolve().parent.parent / "asgi.py").exists()
YEAR = 31_536_000  # seconds
MAIL_SECONDS = 10
MAIL = ("EMAIL_HOST", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")
SMTP = "django.core.mail.backends.smtp.EmailBackend"
LOCAL = ["localhost", "127.0.0.1", "[::1]"]
SECURITY = "django.middleware.security.SecurityMiddleware"
FRAMES = "django.middleware.clickjacking.XFrameOptionsMiddleware"
INSECURE = "django-insecure-"  # how `startproject` marks the key that it writes
KEYS = ("DJANGO_SECRET_KEY", "SECRET_KEY")


def complete(values: dict[str, object], file: Path) -> dict[str, object]:
    """The user's settings, which stand in `file`, with what they lack.

    Raises SettingError for a secret key that cannot serve.
    """
    _database_files(values)
    _mail_server(values)
    if settings.developing():
        serving.develop(values)
        return values
    values["DEBUG"] = False
    _secret_key(values)
    _older_keys(values)
    _hosts(values)
    if settings.on("KIT_BEHIND_TLS"):
        _transport(values)
    _databases(values)
    serving.caches(values)
    serving.static(values, file)
    _mail(values)
    _middleware(values)
    return values


def _secret_key(values) -> None:
    key = values.get("SECRET_KEY")
    in_code = settings.on("KIT_KEY_IN_CODE") or str(key).startswith(INSECURE)
    if key and not in_code:
        return
    given = next((os.environ[name] for name in KEYS if os.environ.get(name)), None)
    if settings.on("KIT_BUILD"):
        given = given or secrets.token_urlsafe(50)  # for this one command; nothing is signed by it
    if not given or given.startswith(INSECURE):
        state = "stands in the repository, in everybody's hands" if key else "is missing"
        raise settings.SettingError(
            f"SECRET_KEY of {os.environ['KIT_SETTINGS']} {state}: provide the secret "
            "DJANGO_SECRET_KEY (50 random characters), as a file or a variable"
        )
    values["SECRET_KEY"] = given


def _older_keys(values) -> None:
    """What a key signed that was changed still counts; the new one signs from now on."""
    older = [os.environ[name] for name in sorted(os.environ) if name.startswith(OLDER)]
    if older and django.VERSION >= (4, 1):
        own = list(values.get("SECRET_KEY_FALLBACKS") or ())
        values["SECRET_KEY_FALLBACKS"] = [*own, *(key for key in older if key not in own)]


def told_hosts() -> list[str]:
    """KIT_HOSTS: host names, or `env:VARIABLE` for one that only the platform knows."""
    hosts = []
    for word in os.environ.get("KIT_HOSTS", "").replace(",", " ").split():
        host = os.environ.get(word[4:], "") if word.startswith("env:") else word
        if host and host != "*":
            hosts.append(host)
    return hosts


def _hosts(values) -> None:
    own = [host for host in values.get("ALLOWED_HOSTS") or () if host != "*"]
    told = told_hosts()
    hosts = [*own, *(host for host in told if host not in own)]
    values["ALLOWED_HOSTS"] = hosts or LOCAL
    if settings.on("KIT_BEHIND_TLS"):
        scheme = "https://" if django.VERSION >= (4, 0) else ""
        origins = list(values.get("CSRF_TRUSTED_ORIGINS") or ())
        wanted = (scheme + ("*" + host if host.startswith(".") else host) for host in told)
        values["CSRF_TRUSTED_ORIGINS"] = [*origins, *(o for o in wanted if o not in origins)]


def _transport(values) -> None:
    """Only HTTPS reaches the application; browsers remember that for a year."""
    values.setdefault("SECURE_SSL_REDIRECT", True)
    if not ASGI:
        # The kit removes the header where it does not come from a trusted proxy. Under ASGI the
        # scheme that the kit sets is enough.
        values.setdefault("SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https"))
    values.setdefault("SESSION_COOKIE_SECURE", True)
    values.setdefault("CSRF_COOKIE_SECURE", True)
    if "SECURE_HSTS_SECONDS" in values:
        return
    values["SECURE_HSTS_SECONDS"] = YEAR
    values.setdefault("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
    if settings.on("KIT_HSTS_PRELOAD"):
        values.setdefault("SECURE_HSTS_PRELOAD", True)
    elif "SECURE_HSTS_PRELOAD" not in values:
        # Preloading cannot be taken back soon: its absence is no finding.
        _silence(values, "security.W021")


def _database_files(values) -> None:
    """A database in a file stands in the folder KIT_SQLITE, which outlives the container."""
    folder = os.environ.get("KIT_SQLITE")
    for database in (values.get("DATABASES") or {}).values():
        name = str(database.get("NAME") or "")
        # `:memory:` and `file:…` are no paths.
        if folder and "sqlite" in database.get("ENGINE", "") and name and ":" not in name:
            database["NAME"] = os.path.join(folder, os.path.basename(name))


def _databases(values) -> None:
    """Connections live on between requests, and are tried before they are used again."""
    mode = os.environ.get("KIT_DATABASE_SSLMODE")
    for database in (values.get("DATABASES") or {}).values():
        engine = database.get("ENGINE", "")
        if "sqlite" in engine or not engine:
            continue
        pooled = (database.get("OPTIONS") or {}).get("pool")
        # Under ASGI each request may be another thread: connections would pile up.
        if not ASGI and not pooled:
            database.setdefault("CONN_MAX_AGE", 60)
        if database.get("CONN_MAX_AGE", 0) != 0 and django.VERSION >= (4, 1):
            database.setdefault("CONN_HEALTH_CHECKS", True)
        if settings.on("KIT_POOLED") and "postg" in engine:
            database.setdefault("DISABLE_SERVER_SIDE_CURSORS", True)
        if mode and "postg" in engine:
            database["OPTIONS"] = {"sslmode": mode, **(database.get("OPTIONS") or {})}


def _mail_server(values) -> None:
    """The server that the stack names, where the settings name none and mail goes out by SMTP."""
    own = "EMAIL_HOST" in values or "MAILERS" in values
    if own or not os.environ.get("EMAIL_HOST") or values.get("EMAIL_BACKEND", SMTP) != SMTP:
        return
    values.update((name, os.environ[name]) for name in MAIL if os.environ.get(name))
    values["EMAIL_PORT"] = int(settings.number("EMAIL_PORT", 587, least=1))
    if "EMAIL_USE_TLS" not in values and "EMAIL_USE_SSL" not in values:
        values["EMAIL_USE_TLS"] = settings.on("EMAIL_USE_TLS")
        values["EMAIL_USE_SSL"] = settings.on("EMAIL_USE_SSL")
    if os.environ.get("DEFAULT_FROM_EMAIL"):
        values.setdefault("DEFAULT_FROM_EMAIL", os.environ["DEFAULT_FROM_EMAIL"])


def _mail(values) -> None:
    """A mail server that does not answer holds nothing up for long."""
    if "MAILERS" not in values:
        values.setdefault("EMAIL_TIMEOUT", MAIL_SECONDS)
        return
    # From Django 6.1 on, which refuses the other setting beside this one, even where it is empty.
    for mailer in (values["MAILERS"] or {}).values():
        if mailer.get("BACKEND", SMTP) == SMTP:
            mailer["OPTIONS"] = {"timeout": MAIL_SECONDS, **(mailer.get("OPTIONS") or {})}


def _middleware(values) -> None:
    middleware = list(values.get("MIDDLEWARE") or ())
    if SECURITY not in middleware:
        middleware.insert(0, SECURITY)
    if FRAMES not in middleware and not settings.off("headers"):
        _silence(values, "security.W002")  # the kit's own headers hold X-Frame-Options
    values["MIDDLEWARE"] = ["shipready_kit.django.middleware.outermost", *middleware]


def _silence(values, check: str) -> None:
    values["SILENCED_SYSTEM_CHECKS"] = [*(values.get("SILENCED_SYSTEM_CHECKS") or ()), check]
