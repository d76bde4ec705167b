"""Django's settings, hardened where the user did not decide."""

import pytest

from prepared import STACKS
from projects import LEAST, SECURITY, TLS, Project


def test_debug_is_off_while_the_settings_are_imported(project):
    (project.folder / "base.py").write_text("import os\nDEBUG = os.environ.get('X', True)\n")
    text = LEAST + (
        "from logging import DEBUG as LEVEL\nfrom base import *\nfrom base import DEBUG\n"
        "SHOWN = DEBUG\nDEBUG: bool = True\nif DEBUG:\n    INSTALLED_APPS += ['debug_toolbar']\n"
        "DERIVED = [DEBUG for _ in range(2)]\ndef late():\n    return DEBUG\nLATE = late()\n"
    )
    found = project.asked(
        "DEBUG", "SHOWN", "INSTALLED_APPS", "DERIVED", "LATE", "LEVEL", "DEBUG", text=text
    )
    assert found == {
        "DEBUG": False,
        "SHOWN": False,
        "INSTALLED_APPS": [],
        "DERIVED": [False, False],
        "LATE": False,
        "LEVEL": 10,
    }


def test_while_developing_the_settings_are_left_alone(newest_project):
    text = LEAST + "DEBUG = True\nALLOWED_HOSTS = ['*']\n"
    found = newest_project.asked("DEBUG", "ALLOWED_HOSTS", text=text, KIT_RELOAD="1", **TLS)
    assert found == {"DEBUG": True, "ALLOWED_HOSTS": ["*"]}


def test_hosts_come_from_the_environment_and_are_never_everybody(project):
    def hosts(own, **settings):
        text = LEAST + f"ALLOWED_HOSTS = {own}\n"
        return project.asked("ALLOWED_HOSTS", text=text, **settings)["ALLOWED_HOSTS"]

    told_hosts = {"KIT_HOSTS": "shop.example.com, * env:PLATFORM env:NOTHING", "PLATFORM": "a.b"}
    assert hosts(["*"], **told_hosts) == ["shop.example.com", "a.b"]
    assert hosts([".own.org", "*", "a.b"], **told_hosts) == [".own.org", "a.b", "shop.example.com"]
    assert hosts(["*"]) == ["localhost", "127.0.0.1", "[::1]"]


def test_https_is_told_to_browsers_where_the_user_did_not_decide(project):
    names = [
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SECURE_HSTS_PRELOAD",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
    ]
    assert list(project.asked(*names, **TLS).values()) == [True, 31536000, True, False, True, True]
    assert list(project.asked(*names).values()) == [False, 0, False, False, False, False]
    preload = project.asked(*names, KIT_HSTS_PRELOAD="1", **TLS)
    assert preload["SECURE_HSTS_PRELOAD"] is True
    decided = LEAST + "".join(
        f"{name} = {value}\n" for name, value in zip(names, [0, 60, 0, 0, 0, 0])
    )
    assert list(project.asked(*names, text=decided, **TLS).values()) == [0, 60, 0, 0, 0, 0]
    header = project.asked("SECURE_PROXY_SSL_HEADER", **TLS)["SECURE_PROXY_SSL_HEADER"]
    wsgi = STACKS[project.name][1] == "wsgi"
    assert header == (["HTTP_X_FORWARDED_PROTO", "https"] if wsgi else None)


def test_forms_are_trusted_from_the_projects_hosts(newest_project):
    text = LEAST + "CSRF_TRUSTED_ORIGINS = ['https://own.org']\n"
    told_hosts = {"KIT_HOSTS": "shop.example.com .example.org", **TLS}
    assert newest_project.asked("CSRF_TRUSTED_ORIGINS", text=text, **told_hosts) == {
        "CSRF_TRUSTED_ORIGINS": [
            "https://own.org",
            "https://shop.example.com",
            "https://*.example.org",
        ]
    }
    assert newest_project.asked("CSRF_TRUSTED_ORIGINS")["CSRF_TRUSTED_ORIGINS"] == []


@pytest.mark.parametrize("name", ["django6", "django5"])
def test_connections_are_kept_and_tried_under_wsgi_alone(name, tmp_path):
    project = Project(name, tmp_path)
    text = LEAST + (
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'a'},\n"
        "'own': {'ENGINE': 'django.db.backends.postgresql', 'CONN_MAX_AGE': 0,"
        " 'OPTIONS': {'sslmode': 'disable'}},\n"
        "'pool': {'ENGINE': 'django.db.backends.postgresql', 'OPTIONS': {'pool': True}},\n"
        "'file': {'ENGINE': 'django.db.backends.sqlite3'}}\n"
    )
    found = project.asked("DATABASES", text=text, KIT_DATABASE_SSLMODE="require")["DATABASES"]
    kept = name == "django6"
    assert found["default"].get("CONN_MAX_AGE") == (60 if kept else None)
    assert found["default"].get("CONN_HEALTH_CHECKS") == (True if kept else None)
    assert found["default"]["OPTIONS"] == {"sslmode": "require"}
    assert found["own"]["CONN_MAX_AGE"] == 0
    assert found["own"]["OPTIONS"] == {"sslmode": "disable"}
    assert "CONN_MAX_AGE" not in found["pool"]
    assert list(found["file"]) == ["ENGINE"]


def test_a_database_in_a_file_moves_to_the_folder_that_is_kept(newest_project):
    text = LEAST + (
        "ENGINE = 'django.db.backends.sqlite3'\n"
        "DATABASES = {'default': {'ENGINE': ENGINE, 'NAME': '/app/db.sqlite3'},"
        " 'memory': {'ENGINE': ENGINE, 'NAME': ':memory:'}}\n"
    )
    for settings in [{}, {"KIT_RELOAD": "1"}]:
        found = newest_project.asked("DATABASES", text=text, KIT_SQLITE="/app/sqlite", **settings)[
            "DATABASES"
        ]
        assert found["default"]["NAME"] == "/app/sqlite/db.sqlite3"
        assert found["memory"]["NAME"] == ":memory:"
    assert (
        newest_project.asked("DATABASES", text=text)["DATABASES"]["default"]["NAME"]
        == "/app/db.sqlite3"
    )


def test_a_cache_of_each_process_becomes_redis_where_one_is_told(tmp_path):
    project = Project("django5", tmp_path)  # redis is installed there
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    own = (
        LEAST
        + f"CACHES = {{'default': {{'BACKEND': '{locmem}'}}, 'b': {{'BACKEND': '{locmem}'}}}}\n"
    )
    url = {"KIT_CACHE_URL": "redis://redis/1"}
    found = project.asked("CACHES", text=own, **url)["CACHES"]
    assert [cache["LOCATION"] for cache in found.values()] == ["redis://redis/1"] * 2
    assert len({cache["KEY_PREFIX"] for cache in found.values()}) == 2
    assert project.asked("CACHES", **url)["CACHES"]["default"]["LOCATION"] == "redis://redis/1"
    files = LEAST + "CACHES = {'default': {'BACKEND': 'x.FileBased', 'LOCATION': '/tmp'}}\n"
    assert project.asked("CACHES", text=files, **url)["CACHES"]["default"]["LOCATION"] == "/tmp"
    assert project.asked("CACHES", text=own)["CACHES"]["b"] == {"BACKEND": locmem}


def test_mail_does_not_wait_for_ever(newest_project):
    assert newest_project.asked("EMAIL_TIMEOUT")["EMAIL_TIMEOUT"] == 10
    text = LEAST + "EMAIL_TIMEOUT = 3\n"
    assert newest_project.asked("EMAIL_TIMEOUT", text=text)["EMAIL_TIMEOUT"] == 3


def test_mail_goes_to_the_server_of_the_stack_where_the_settings_name_none(newest_project):
    names = (
        "EMAIL_HOST",
        "EMAIL_PORT",
        "EMAIL_USE_TLS",
        "EMAIL_HOST_PASSWORD",
        "DEFAULT_FROM_EMAIL",
    )
    told = {"EMAIL_HOST": "smtp.example.com", "EMAIL_PORT": "2525", "EMAIL_USE_TLS": "true"}
    told |= {"EMAIL_HOST_PASSWORD": "a", "DEFAULT_FROM_EMAIL": "shop@example.com"}
    found = newest_project.asked(*names, **told)
    assert list(found.values()) == ["smtp.example.com", 2525, True, "a", "shop@example.com"]
    own = newest_project.asked(*names, text=LEAST + "EMAIL_HOST = 'mine'\n", **told)
    assert (own["EMAIL_HOST"], own["EMAIL_PORT"], own["EMAIL_USE_TLS"]) == ("mine", 25, False)
    console = LEAST + "EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'\n"
    assert newest_project.asked("EMAIL_HOST", text=console, **told)["EMAIL_HOST"] == "localhost"
    assert newest_project.asked("EMAIL_HOST", EMAIL_HOST="x", KIT_RELOAD="1")["EMAIL_HOST"] == "x"


def test_mailers_get_their_time_limit_each(newest_project):
    text = LEAST + (
        "MAILERS = {'default': {}, 'own': {'OPTIONS': {'timeout': 3, 'host': 'a'}},\n"
        "'file': {'BACKEND': 'django.core.mail.backends.filebased.EmailBackend'}}\n"
    )
    found = newest_project.asked("MAILERS", "EMAIL_TIMEOUT", text=text)
    assert found["EMAIL_TIMEOUT"] is None
    assert found["MAILERS"]["default"] == {"OPTIONS": {"timeout": 10}}
    assert found["MAILERS"]["own"] == {"OPTIONS": {"timeout": 3, "host": "a"}}
    assert "OPTIONS" not in found["MAILERS"]["file"]
    assert newest_project.asked("MAILERS", text=LEAST + "MAILERS = {}\n") == {"MAILERS": {}}


def test_check_deploy_finds_nothing_that_is_ours(project):
    text = LEAST + "SECRET_KEY = 'k7!' + SECRET_KEY\nROOT_URLCONF = 'routes'\n"
    (project.folder / "routes.py").write_text("urlpatterns = []\n")
    csrf = "MIDDLEWARE = ['django.middleware.csrf.CsrfViewMiddleware']\n"
    told_hosts = {"KIT_HOSTS": "shop.example.com", **TLS}
    command = ["python", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = project.run(*command, text=text + csrf, **told_hosts)
    assert done.returncode == 0, done.stderr
    # Whether forms are protected is the application's own affair.
    done = project.run(*command, text=text, **told_hosts)
    assert "security.W003" in done.stderr
    assert "identified 1 issue" in done.stderr


def test_middleware_stands_around_the_users(project):
    names = "MIDDLEWARE", "SILENCED_SYSTEM_CHECKS"
    found = project.asked(*names)
    assert found["MIDDLEWARE"] == ["shipready_kit.django.middleware.outermost", SECURITY]
    text = (
        LEAST
        + f"MIDDLEWARE = ['first', '{SECURITY}']\nINSTALLED_APPS = ['django.contrib.staticfiles']\n"
    )
    whitenoise = "whitenoise.middleware.WhiteNoiseMiddleware"
    served = project.asked(*names, text=text + "STATIC_URL = 'static/'\n")["MIDDLEWARE"]
    assert served[1:] == ["first", SECURITY, whitenoise]
    own = text + f"STATIC_URL = '/s/'\nMIDDLEWARE.insert(0, '{whitenoise}')\n"
    assert project.asked(*names, text=own)["MIDDLEWARE"].count(whitenoise) == 1
    elsewhere = text + "STATIC_URL = 'https://cdn.example.com/'\n"
    assert whitenoise not in project.asked(*names, text=elsewhere)["MIDDLEWARE"]
