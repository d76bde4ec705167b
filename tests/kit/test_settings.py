"""Secrets, readiness, switches, and applications of other shapes."""

import os
import subprocess
import time

import pytest

from harness import Fake, free_port
from prepared import APPS, python_of


def test_a_missing_secret_is_named(newest, start):
    url = "redis://:{REDIS_PASSWORD}@redis:6379/0"
    server = start(newest, wait=False, KIT_URL_REDIS_URL=url)
    assert server.process.wait(10) == 78
    said = server.output.read_text()
    assert "REDIS_URL needs the secret REDIS_PASSWORD" in said
    assert server.run("run", "true").returncode == 78


def test_what_the_platform_sets_wins_over_files_and_templates(newest, start):
    server = start(
        newest,
        secrets={"TOKEN": "from-file", "EMPTY": "from-file", "lower": "kept\r\n", "bad-name": "x"},
        wait=False,
        app="others:bare",
        TOKEN="from-platform",
        EMPTY="",
        KIT_URL_A_URL="http://{TOKEN}@a",
        KIT_URL_B_URL="http://{TOKEN}@b",
        B_URL="http://given",
    )
    shown = server.run("run", "env").stdout.splitlines()
    assert {"TOKEN=from-platform", "EMPTY=from-file", "lower=kept"} <= set(shown)
    assert {"A_URL=http://from-platform@a", "B_URL=http://given"} <= set(shown)
    assert not [line for line in shown if line.startswith(("bad-name", "KIT_URL_"))]


def test_an_empty_secret_is_no_variable(newest, start):
    secrets = {"OPTIONAL_KEY": "", "OPTIONAL_DSN": "\n", "TOKEN": "", "FILLED": "x"}
    server = start(newest, secrets=secrets, app="others:bare", wait=False, TOKEN="from-platform")
    shown = server.run("run", "env").stdout.splitlines()
    assert {"FILLED=x", "TOKEN=from-platform"} <= set(shown)
    assert not [line for line in shown if line.startswith("OPTIONAL_")]
    (names,) = [line for line in shown if line.startswith("KIT_SECRET_NAMES=")]
    assert "TOKEN" in names.partition("=")[2].split()  # masked, wherever its value is from


def test_a_platform_without_files_says_which_variables_are_secret(newest, start):
    given = {"KIT_DB_PASSWORD": "p@ss/word", "KIT_DB_HOST": "db-1", "SECRET_KEY": "0123456789"}
    server = start(
        newest,
        wait=False,
        app="others:bare",
        KIT_URL_DATABASE_URL="postgresql+asyncpg://app:{KIT_DB_PASSWORD}@{KIT_DB_HOST}:5432/app",
        KIT_SECRET_NAMES="SECRET_KEY KIT_DB_PASSWORD",
        **given,
    )
    shown = server.run("run", "env").stdout.splitlines()
    assert "DATABASE_URL=postgresql+asyncpg://app:p%40ss%2Fword@db-1:5432/app" in shown
    (names,) = [line for line in shown if line.startswith("KIT_SECRET_NAMES=")]
    # Not the host: a name that stands in every line of a log is no secret.
    assert names.partition("=")[2].split() == ["DATABASE_URL", "KIT_DB_PASSWORD", "SECRET_KEY"]


def test_a_command_may_stand_behind_the_entry_point_or_in_its_place(newest, start):
    server = start(newest, wait=False, app="others:bare")
    whole = ("python", "-m", "shipready_kit", "run", "sh", "-c", "exit 7")
    assert server.run(*whole).returncode == 7
    assert server.run(*whole[3:]).returncode == 7


def test_readiness_asks_at_a_host_that_a_variable_names(newest, start):
    redis = Fake(b"+PONG\r\n")
    server = start(
        newest,
        KIT_CHECKS="redis=redis://{KIT_REDIS_HOST}:{KIT_REDIS_PORT}",
        KIT_REDIS_HOST="127.0.0.1",
        KIT_REDIS_PORT=str(redis.port),
    )
    assert server.ready().json()["checks"] == {"redis": "ok"}
    lost = start(newest, wait=False, KIT_CHECKS="redis=redis://{KIT_REDIS_HOST}")
    assert lost.process.wait(10) == 78
    assert "KIT_REDIS_HOST, which is missing" in lost.output.read_text()


def test_run_becomes_the_command(newest, start):
    server = start(newest, wait=False)
    assert server.run("run", "sh", "-c", "exit 7").returncode == 7
    assert server.run("run", "no-such-program").returncode == 127
    assert server.run("sing").returncode == 64


def test_readiness_follows_the_dependencies(newest, start):
    redis, silent = Fake(b"+PONG\r\n"), Fake(None)
    server = start(
        newest,
        secrets={"DB_PASSWORD": "s3cret-word"},
        KIT_CHECKS=f"redis=redis://127.0.0.1:{redis.port} db=env:DATABASE_URL",
        KIT_URL_DATABASE_URL=f"nats://app:{{DB_PASSWORD}}@127.0.0.1:{redis.port}/app",
        KIT_PUBLIC_HEALTH="1",
    )
    assert server.ready().json() == {"status": "ready", "checks": {"redis": "ok", "db": "ok"}}
    assert server.sample('dependency_up{dependency="redis"}') == 1
    redis.answer = b"-LOADING\r\n"
    server.until(lambda: server.ready().status == 503)
    report = server.ready().json()
    assert report["status"] == "unavailable"
    assert report["checks"]["db"] == "ok"
    assert "LOADING" in report["checks"]["redis"]
    assert "s3cret" not in str(report)
    server.until(lambda: server.get("/-/ready").status == 503)
    assert server.get("/-/live").status == 200
    assert server.request("/-/live", port=server.admin).status == 200
    assert server.sample('dependency_up{dependency="redis"}') == 0
    redis.answer = b"+PONG\r\n"
    server.until(lambda: server.ready().status == 200)
    silent.close()


def test_slow_dependencies_are_asked_at_the_same_time(newest, start):
    fakes = [Fake(None) for _ in range(4)]
    checks = " ".join(f"r{fake.port}=redis://127.0.0.1:{fake.port}" for fake in fakes)
    server = start(newest, wait=False, KIT_CHECKS=checks)
    server.until(lambda: server.ready().json()["status"] == "unavailable")
    begun = time.monotonic()
    assert server.ready().status == 503
    assert time.monotonic() - begun < 2


def test_a_wrong_check_is_named(newest, start):
    server = start(newest, wait=False, KIT_CHECKS="nonsense")
    assert server.process.wait(10) == 78
    assert "KIT_CHECKS: 'nonsense'" in server.output.read_text()


@pytest.mark.parametrize("setting", ["PORT", "KIT_DRAIN_SECONDS", "KIT_TRUSTED_PROXIES"])
def test_a_wrong_setting_is_named(newest, start, setting):
    server = start(newest, wait=False, **{setting: "much"})
    assert server.process.wait(10) == 78
    assert setting in server.output.read_text()


def test_a_taken_admin_port_is_named(newest, start):
    taken = Fake(b"")
    server = start(newest, wait=False, KIT_ADMIN_PORT=str(taken.port))
    assert server.process.wait(10) == 78


def test_every_part_can_be_switched_off(newest, start):
    parts = "metrics logs headers errors sentry drain ready"
    port = free_port()
    server = start(newest, wait=False, KIT_OFF=parts, KIT_CHECKS=f"x=redis://127.0.0.1:{port}")
    server.until(lambda: server.ready().status == 200)
    answer = server.get("/")
    assert "x-frame-options" not in answer.headers
    assert server.request("/metrics", port=server.admin).status == 404
    assert server.get("/boom").text == "Internal Server Error"
    server.until(lambda: '"GET / HTTP/1.1" 200' in server.output.read_text())
    server.get("/log?text=x")
    server.until(lambda: "a stray print" in server.lines())
    begun = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - begun < 6
    assert server.entries() == []


def test_a_factory_that_writes_at_import_and_logs_its_own_way(python, start):
    server = start(python, app="others:create_app()")
    assert server.get("/made").json() == "by a factory"
    assert server.get("/docs").status == 200
    assert server.get("/broken").status == 500
    server.until(lambda: server.entries(logger="shipready.errors", level="error"))
    server.until(lambda: server.entries(logger="others", message="made by a factory"))
    assert "INFO | made by a factory" in (server.folder / "work/logs/app.log").read_text()
    assert not [line for line in server.lines() if isinstance(line, str)]


@pytest.mark.parametrize("name", ["new", "old"])
def test_the_code_is_reloaded_while_developing(name, start):
    server = start(python_of(name), wait=False, KIT_RELOAD="1", app="others:bare")
    server.until(lambda: server.get("/").text == "bare")
    source = server.folder / "work/others.py"
    source.write_text(source.read_text().replace('b"bare"', 'b"changed"'))
    server.until(lambda: server.get("/").text == "changed")
    assert server.ready().status == 200
    assert server.get("/").headers["x-frame-options"] == "SAMEORIGIN"
    assert server.entries() == []
    begun = time.monotonic()
    server.stop()
    assert time.monotonic() - begun < 6


def test_modules_of_the_application_do_not_break_the_launcher(newest, start):
    server = start(newest, app="others:bare", wait=False)
    server.stop()
    for name in ("email", "queue"):
        (server.folder / f"work/{name}.py").write_text("raise ImportError('shadow')\n")
    assert server.run("run", "true").returncode == 0
    again = subprocess.Popen(
        [newest, "-m", "shipready_kit", "web"],
        cwd=server.folder / "work",
        env=server.environment,
        stdout=server.output.open("w"),
        stderr=subprocess.STDOUT,
    )
    server.process = again
    server.until(lambda: server.ready().status == 200)
    assert server.get("/").text == "bare"


def test_an_application_without_framework_or_lifespan(newest, start):
    server = start(newest, app="others:Held.app")
    answer = server.get("/anything")
    assert (answer.text, answer.headers["x-frame-options"]) == ("bare", "SAMEORIGIN")
    total = 'http_requests_total{method="GET",route="unmatched",status="200"}'
    server.until(lambda: server.sample(total) == 1)
    assert server.stop() == 0


@pytest.mark.parametrize("name", ["new", "old", "py39"])
def test_metrics_of_the_application_are_its_own(name, start, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    settings = {"PROMETHEUS_MULTIPROC_DIR": str(own), "prometheus_multiproc_dir": str(own)}
    server = start(python_of(name), app="measured:app", **settings)
    for _ in range(6):
        assert server.get("/count").status == 200
    mine = server.get("/metrics").text
    assert 'http_requests_total{page="count"} 6.0' in mine
    assert "route=" not in mine
    facts = server.get("/facts").json()
    assert "_vendor" not in facts["module"]
    assert all(file.startswith("counter_") for file in facts["files"])
    total = 'http_requests_total{method="GET",route="/count",status="200"}'
    server.until(lambda: server.sample(total) == 6)
    assert not [sample for sample in server.metrics() if "page=" in sample]


def test_nothing_is_written_outside_the_runtime_folder(newest, start):
    server = start(newest)
    server.get("/")
    assert {path.name for path in (server.folder / "work").iterdir()} == set(os.listdir(APPS))
    kept = {path.name for path in (server.folder / "runtime").iterdir()}
    assert kept == {"shipready-kit"}
    assert subprocess.run(["test", "-e", "/nonexistent"], check=False).returncode == 1
