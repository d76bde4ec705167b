"""The kit's files themselves, its installation, and parts that need no server."""

import gzip
import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from prepared import HERE, TEMPLATES, install, lay_out, python_of, sources

PYTHON_FILES = {name: path for name, path in sources().items() if name.endswith(".py")}


def test_the_files_survive_the_template_engine():
    for name, path in sources().items():
        assert not re.search(r"\{[=%/]|[=%/]\}", path.read_text("utf-8")), name


def test_no_caches_lie_among_the_sources():
    caches = [path for path in TEMPLATES.rglob("*_cache*") if path.is_dir()]
    assert caches == []


def test_ruff_finds_nothing():
    ruff = [sys.executable, "-m", "ruff"]
    files = [*map(str, PYTHON_FILES.values()), *map(str, HERE.rglob("*.py"))]
    config = ["--no-cache", "--config", str(HERE / "ruff.toml")]
    for command in (["check"], ["format", "--diff"]):
        whole = [*ruff, *command, *config, *files]
        result = subprocess.run(whole, capture_output=True, check=False, text=True)
        assert result.returncode == 0, result.stdout + result.stderr


def test_files_and_functions_stay_small():
    for name, path in PYTHON_FILES.items():
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) < 250, name
        starts = [n for n, line in enumerate(lines) if re.match(r"\s*(async )?def ", line)]
        for start, end in zip(starts, [*starts[1:], len(lines)]):
            assert end - start <= 40, f"{name}:{start + 1}"


def said_by(python, program):
    """What a program prints."""
    return subprocess.check_output([python, "-c", program], text=True).strip()


@pytest.fixture
def empty(tmp_path, newest):
    """A virtual environment without pip, as uv makes them, and the kit beside it."""
    base = said_by(newest, "import sys; print(sys._base_executable)")
    subprocess.run([base, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    lay_out(tmp_path / "kit")
    (site,) = (tmp_path / "venv/lib").glob("python*/site-packages")

    def pretend(name, version, *requires):
        folder = site / f"{name}-{version}.dist-info"
        folder.mkdir()
        needs = "".join(f"Requires-Dist: {need}\n" for need in requires)
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"
        (folder / "METADATA").write_text(text)

    return tmp_path / "venv/bin/python", tmp_path / "kit", pretend


def test_everything_is_brought_when_the_application_has_nothing(empty):
    python, kit, _ = empty
    result = install(python, kit)
    assert result.returncode == 0, result.stderr
    for name in ("gunicorn", "uvicorn", "h11", "sentry-sdk"):
        assert f"{name} " in result.stdout
    found = said_by(python, "import uvicorn; print(uvicorn.__file__)")
    assert found.startswith(str(kit / "site"))
    assert not (kit / "site/prometheus_client").exists()
    assert "setuptools" not in result.stdout


def test_what_imports_pkg_resources_gets_it_and_keeps_its_own_setuptools(empty):
    python, kit, pretend = empty
    pretend("setuptools", "82.0.0")
    (site,) = (python.parent.parent / "lib").glob("python*/site-packages")
    (site / "lazy.py").write_text("try:\n    import pkg_resources\nexcept ImportError:\n    pass\n")
    result = install(python, kit)
    assert result.returncode == 0, result.stderr
    assert "setuptools" not in result.stdout
    (site / "old.py").write_text("import pkg_resources\n")
    result = install(python, kit)
    assert result.returncode == 0, result.stderr
    assert "kit: old.py imports pkg_resources" in result.stdout
    found = said_by(python, "import old; print(old.pkg_resources.__file__)")
    assert found.startswith(str(kit / "site"))


def test_what_cannot_be_imported_is_said_in_a_sentence(empty):
    python, kit, pretend = empty
    pretend("gunicorn", "20.0")
    (site,) = (python.parent.parent / "lib").glob("python*/site-packages")
    (site / "gunicorn").mkdir()
    (site / "gunicorn/__init__.py").write_text("import not_listed\n")
    result = install(python, kit)
    assert result.returncode == 1
    assert "kit: what starts the application cannot be imported" in result.stderr
    assert "No module named 'not_listed'\n" in result.stderr.rsplit("kit: ", 1)[1]


def test_a_stack_without_asgi_brings_no_uvicorn(empty):
    python, kit, _ = empty
    (kit / "shipready_kit/asgi.py").unlink()
    result = install(python, kit)
    assert result.returncode == 0, result.stderr
    assert "uvicorn" not in result.stdout


def test_packages_that_cannot_fit_end_the_build_with_their_names(empty):
    python, kit, pretend = empty
    pretend("click", "6.7")
    pretend("urllib3", "1.25.0")
    result = install(python, kit)
    assert result.returncode == 1
    assert "sentry-sdk" in result.stdout  # given up, and said so
    assert "needs click>=7.0, which is 6.7" in result.stderr
    assert "Update these packages" in result.stderr


def test_a_package_of_the_application_is_never_given_what_it_refuses(empty):
    python, kit, pretend = empty
    pretend("cautious", "1.0", "packaging<20", "absent-anyway>1", "gunicorn; extra == 'web'")
    result = install(python, kit)
    assert result.returncode == 1
    assert "cautious 1.0 needs packaging<20, which is " in result.stderr
    assert "absent-anyway" not in result.stderr


def test_workers_follow_cpu_and_memory_limits(kit_module, tmp_path, monkeypatch):
    limits = kit_module("limits")
    monkeypatch.setattr(limits, "GROUPS", tmp_path)
    monkeypatch.setattr(limits.os, "sched_getaffinity", lambda _: set(range(8)))

    def workers():
        return limits.workers(per_cpu=1, extra=1, bytes_each=160 << 20, at_most=16)

    assert workers() == 9
    (tmp_path / "cpu.max").write_text("200000 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert workers() == 3
    (tmp_path / "memory.max").write_text(f"{400 << 20}\n")
    assert workers() == 2
    (tmp_path / "memory.max").write_text(f"{100 << 20}\n")
    assert workers() == 1
    (tmp_path / "cpu.max").unlink()
    (tmp_path / "memory.max").unlink()
    for name, text in {
        "cpu/cpu.cfs_quota_us": "50000",
        "cpu/cpu.cfs_period_us": "100000",
        "memory/memory.limit_in_bytes": "9223372036854771712",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert limits.cpus() == 0.5
    assert limits.memory() is None


def test_proxies_cannot_be_invented(kit_module, monkeypatch):
    proxy = kit_module("proxy")
    assert proxy.client("203.0.113.1", "1.2.3.4") == "203.0.113.1"
    assert proxy.client("10.0.0.1", "1.2.3.4, 203.0.113.7") == "203.0.113.7"
    assert proxy.client("10.0.0.1", "10.1.1.1, 192.168.0.3") == "10.1.1.1"
    assert proxy.scheme("203.0.113.1", "https", "http") == "http"
    assert proxy.scheme("10.0.0.1", "gopher", "http") == "http"
    monkeypatch.setenv("KIT_TRUSTED_PROXIES", "*")
    proxy.networks.cache_clear()
    proxy.trusted.cache_clear()
    assert proxy.client("203.0.113.1", "1.2.3.4, 5.6.7.8") == "1.2.3.4"
    proxy.networks.cache_clear()
    proxy.trusted.cache_clear()


class Collector(BaseHTTPRequestHandler):
    """Takes what Sentry's library sends."""

    events = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        lines = [line for line in body.split(b"\n") if line.startswith(b"{")]
        self.events += [json.loads(line) for line in lines]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_details):
        pass


@pytest.mark.parametrize("name", ["new", "old"])
def test_sentry_hears_of_an_error_without_personal_data(name, start):
    Collector.events.clear()
    collector = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=collector.serve_forever, daemon=True).start()
    server = start(
        python_of(name),
        SENTRY_DSN=f"http://key@127.0.0.1:{collector.server_port}/1",
        SENTRY_ENVIRONMENT="staging",
        SENTRY_RELEASE="1.2.3",
    )
    answer = server.get("/boom?secret=yes", Cookie="session=abc")
    server.until(lambda: [event for event in Collector.events if "exception" in event])
    (event,) = [event for event in Collector.events if "exception" in event]
    assert event["exception"]["values"][-1]["type"] == "RuntimeError"
    assert event["tags"]["request_id"] == answer.headers["x-request-id"]
    assert (event["environment"], event["release"]) == ("staging", "1.2.3")
    assert "session=abc" not in json.dumps(event)
    collector.shutdown()
