"""Django's settings, hardened where the user did not decide; its commands; its build."""

import json
import subprocess
from pathlib import Path

import pytest
from websockets.sync.client import connect

from harness import DJANGOS, STACKS, Server, python_of
from sites import SETTINGS, serve, told

KEY = "0123456789abcdefghij-ABCDEFGHIJ-0123456789-abcdefghij"
LEAST = f"SECRET_KEY = {KEY!r}\nINSTALLED_APPS = []\nMIDDLEWARE = []\n"
ASK = """
import json
from django.conf import settings
names = json.loads({names!r})
print(json.dumps({{name: getattr(settings, name, None) for name in names}}, default=str))
"""
TLS = {"KIT_BEHIND_TLS": "1"}
SECURITY = "django.middleware.security.SecurityMiddleware"


class Project:
    """Settings of one test, and the kit's commands over them."""

    def __init__(self, name, folder):
        self.python, self.name, self.folder = python_of(name), name, folder

    def run(self, *command, text=LEAST, **settings):
        (self.folder / "mine.py").write_text(text)
        environment = {
            "PATH": f"{Path(self.python).parent}:/usr/bin:/bin",
            "PYTHONPATH": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": SETTINGS["DJANGO_SETTINGS_MODULE"],
            "KIT_SETTINGS": "mine",
            **settings,
        }
        return subprocess.run(
            [self.python, "-m", "shipready_kit", "run", *command],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
        )

    def asked(self, *names, text=LEAST, **settings):
        """The values of these settings as Django has them."""
        code = ASK.format(names=json.dumps(names))
        done = self.run("python", "-c", code, text=text, **settings)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(params=DJANGOS)
def project(request, tmp_path):
    return Project(request.param, tmp_path)


@pytest.fixture
def newest_project(tmp_path):
    return Project("django6", tmp_path)


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


def test_a_key_that_was_changed_counts_beside_the_new_one(newest_project):
    folder = newest_project.folder / "secrets"
    folder.mkdir()
    older = ["older" + KEY, "oldest" + KEY]
    (folder / "SECRET_KEY").write_text("\n".join([KEY, *older]) + "\n")
    text = LEAST + "import os\nSECRET_KEY = SIGNING = os.environ['SECRET_KEY']\n"
    text += "OTHER = os.environ['OTHER']\n"
    (folder / "OTHER").write_text("two\nlines")
    told = {"KIT_SECRETS_DIR": str(folder)}
    names = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "SIGNING", "OTHER")
    found = newest_project.asked(*names, text=text, **told)
    expected = {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": older, "SIGNING": KEY}
    assert found == {**expected, "OTHER": "two\nlines"}
    own = text + "SECRET_KEY_FALLBACKS = ['own']\n"
    found = newest_project.asked("SECRET_KEY_FALLBACKS", text=own, **told)
    assert found == {"SECRET_KEY_FALLBACKS": ["own", *older]}
    # Nothing of them is shown in a log.
    shown = newest_project.run("env", text=text, **told).stdout
    (masked,) = [line for line in shown.splitlines() if line.startswith("KIT_SECRET_NAMES=")]
    assert {"KIT_OLDER_KEY_1", "KIT_OLDER_KEY_2"} <= set(masked.partition("=")[2].split())


def test_a_key_that_is_in_the_repository_gives_way_to_one_that_is_not(newest_project):
    text = LEAST + "SECRET_KEY = 'in everybodys hands'\n"
    told = {"KIT_KEY_IN_CODE": "1"}
    found = newest_project.asked("SECRET_KEY", text=text, DJANGO_SECRET_KEY=KEY, **told)
    assert found == {"SECRET_KEY": KEY}
    done = newest_project.run("python", "-m", "django", "check", text=text, **told)
    assert done.returncode != 0
    assert "stands in the repository" in done.stderr


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


def test_a_key_that_everybody_knows_stops_the_start(project):
    bad = LEAST.replace(KEY, "django-insecure-" + KEY)
    for text, state in ((bad, "stands in the repository"), ("INSTALLED_APPS = []\n", "is missing")):
        done = project.run("python", "-m", "django", "check", text=text)
        assert done.returncode != 0
        assert f"SECRET_KEY of mine {state}" in done.stderr
        assert "provide the secret DJANGO_SECRET_KEY" in done.stderr
        given = project.asked("SECRET_KEY", text=text, DJANGO_SECRET_KEY=KEY)
        assert given["SECRET_KEY"] == KEY
    own = project.asked("SECRET_KEY", DJANGO_SECRET_KEY="another")
    assert own["SECRET_KEY"] == KEY


def test_the_server_does_not_start_without_a_key(tmp_path):
    settings = told("django6", STORE_KEY="")
    server = Server(python_of("django6"), tmp_path, wait=False, **settings)
    assert server.process.wait(30) not in (0, None)
    assert "SECRET_KEY of store.settings is missing" in server.output.read_text()


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


BUILD = """
import os, sys
from pathlib import Path
SECRET_KEY = os.environ["SECRET_KEY"]
PORT = int(os.environ["MAIL_PORT"])
DATABASE = os.environ["DATABASE_URL"].split("://")[1]
if os.getenv("BOT_TOKEN") is None:
    sys.exit(1)
INSTALLED_APPS = ["django.contrib.staticfiles"]
STATIC_URL = "static/"
STATICFILES_DIRS = [Path(__file__).parent / "assets"]
"""


def test_static_files_are_collected_without_any_secret(project):
    (project.folder / "assets").mkdir()
    (project.folder / "assets/site.css").write_text("h1 {}")
    collect = ["django-admin", "collectstatic", "--noinput"]
    refused = project.run(*collect, text=BUILD)
    assert refused.returncode != 0
    here = BUILD + "STATIC_ROOT = Path(__file__).parent / 'collected'\n"
    done = project.run(*collect, text=here, KIT_BUILD="1")
    assert done.returncode == 0, done.stderr
    assert (project.folder / "collected/site.css").exists()
    for name in ("SECRET_KEY", "MAIL_PORT", "DATABASE_URL", "BOT_TOKEN"):
        assert f"kit: {name} is not set in this build: stood in for" in done.stderr
    bucket = here + "STORAGES = {'staticfiles': {'BACKEND': 'storages.backends.s3.S3Storage'}}\n"
    if project.name != "django4":
        done = project.run(*collect, text=bucket, KIT_BUILD="1")
        assert "kept by storages.backends.s3.S3Storage: none are collected" in done.stdout
        assert done.returncode == 0, done.stderr


def test_collected_files_are_kept_where_the_image_holds_them(newest_project):
    (newest_project.folder / "assets").mkdir()
    static = "INSTALLED_APPS = ['django.contrib.staticfiles']\nSTATIC_URL = 'static/'\n"
    root = newest_project.asked("STATIC_ROOT", text=LEAST + static)["STATIC_ROOT"]
    assert root.endswith("/kit/static")
    for place, kept in (("/srv/static", False), (str(newest_project.folder / "out"), True)):
        text = LEAST + static + f"STATIC_ROOT = {place!r}\n"
        found = newest_project.asked("STATIC_ROOT", text=text)["STATIC_ROOT"]
        assert found == (place if kept else root)


def test_what_no_stand_in_mends_is_said(newest_project):
    text = "import os\nos.environ['ONE']\nraise ValueError('of its own')\n"
    done = newest_project.run("django-admin", "check", text=text, KIT_BUILD="1")
    assert done.returncode != 0
    assert "of its own" in done.stderr


def test_a_manage_py_that_assigns_its_settings_gets_the_kits(tmp_path):
    server = serve(python_of("django6"), "django6", tmp_path, wait=False)
    code = "from django.conf import settings as s; print(s.SETTINGS_MODULE, s.DEBUG)"
    done = server.run("run", "python", "manage.py", "shell", "-v", "0", "-c", code)
    assert done.stdout.split() == ["shipready_kit.django.settings", "False"], done.stderr
    done = server.run("run", "python", "manage.py", "migrate", "--noinput", "--plan")
    assert "Planned operations" in done.stdout, done.stderr
    asked = server.run("run", "python", "manage.py", "check", "--settings=store.settings")
    assert "debug_toolbar" in asked.stderr


@pytest.mark.parametrize("name", DJANGOS)
def test_behind_tls_browsers_are_led_to_https(name, tmp_path):
    server = serve(python_of(name), name, tmp_path, **TLS)
    plain = server.get("/remember")
    assert (plain.status, plain.headers["location"]) == (
        301,
        f"https://127.0.0.1:{server.port}/remember",
    )
    answer = server.get("/remember", X_Forwarded_Proto="https")
    assert answer.status == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert server.get("/", Host="stranger.example", X_Forwarded_Proto="https").status == 400
    server.stop()


@pytest.mark.parametrize("name", ["django6", "django5"])
def test_static_files_are_answered_and_counted_under_one_route(name, tmp_path):
    # Collected as the image's build does it, before the server looks.
    environment = told(name, KIT_BUILD="1", PYTHONDONTWRITEBYTECODE="1")
    environment.pop("app")
    python = python_of(name)
    done = subprocess.run(
        [python, "-m", "shipready_kit", "run", "django-admin", "collectstatic", "--noinput"],
        cwd=Path(__file__).parent / "apps",
        env={**environment, "PATH": f"{python.parent}:/usr/bin:/bin", "PYTHONPATH": "."},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    server = serve(python, name, tmp_path)
    assert "teal" in server.get("/static/store/site.css").text
    total = 'http_requests_total{method="GET",route="/static/{path}",status="200"}'
    server.until(lambda: server.sample(total) == 1)
    server.stop()


@pytest.mark.parametrize("name", ["django6", "django5"])
def test_an_error_page_of_the_application_stays(name, tmp_path):
    server = serve(python_of(name), name, tmp_path, STORE_PAGES="1")
    assert server.get("/boom").text == "<h1>sorry, says the store</h1>\n"
    server.stop()


def test_channels_answers_websockets(tmp_path):
    server = serve(python_of("django5"), "django5", tmp_path)
    with connect(f"ws://127.0.0.1:{server.port}/chat/one") as socket:
        socket.send("hello")
        assert socket.recv() == "one: hello"
    server.until(lambda: server.entries(method="WEBSOCKET", status=101))
    server.stop()


def test_routes_become_templates(tmp_path):
    code = (
        "from shipready_kit.routes import template as t; print(*map(t, ["
        "'', 'a/<int:b>/<c>/', '^x/(?P<y>[0-9]{4})/(?:p-)?(\\\\d+)$', '^a\\\\.b/?$',"
        " r'^(?P<n>[(\\w)]+(a(b)))/c\\Z']))"
    )
    done = subprocess.run(
        [python_of("django6"), "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stdout.split() == ["/", "/a/{b}/{c}/", "/x/{y}/{}", "/a.b/", "/{n}/c"]
