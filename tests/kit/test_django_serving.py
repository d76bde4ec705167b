"""Django's commands, its build, and what it answers behind the kit."""

import subprocess
from pathlib import Path

import pytest
from websockets.sync.client import connect

from prepared import DJANGOS, python_of
from projects import LEAST, TLS
from sites import serve, told

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
