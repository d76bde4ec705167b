"""What users and operators see of the kit around Flask and Django, whatever the version."""

import os
import re
import signal
import threading
import time

import pytest

from prepared import STACKS, python_of
from sites import SITES, serve
from test_stop import Load

HEX = re.compile(r"[0-9a-f]{32}")


@pytest.fixture(scope="session", params=SITES)
def site(request, tmp_path_factory):
    """A server that no test stops, without TLS in front."""
    python = python_of(request.param)
    server = serve(python, request.param, tmp_path_factory.mktemp("site"), KIT_PUBLIC_HEALTH="1")
    yield server
    server.stop()


@pytest.fixture(params=SITES)
def own(request, tmp_path):
    """Starts servers that a test has for itself."""
    servers = []

    def begin(**settings):
        folder = tmp_path / str(len(servers))
        folder.mkdir()
        servers.append(serve(python_of(request.param), request.param, folder, **settings))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()


def counted(server, route, status=200, method="GET"):
    labels = f'method="{method}",route="{route}",status="{status}"'
    return server.sample(f"http_requests_total{{{labels}}}") or 0


def test_both_ports_tell_live_and_ready(site):
    assert site.ready().json() == {"status": "ready", "checks": {}}
    for path in ("/-/live", "/-/ready"):
        assert site.get(path, Host="stranger.example").status == 200
    assert not [entry for entry in site.entries() if entry.get("path", "").startswith("/-/")]


def test_metrics_name_the_template_of_the_route_over_all_workers(site):
    paths = {"/": ("/", 200), "/no/such/page": ("unmatched", 404)}
    if site.stack == "flask":
        paths["/api/v1/items/5/a/b"] = "/api/{version}/items/{item_id}/{rest}", 200
    else:
        paths["/api/v1/orders/5/"] = "/api/{version}/orders/{order}/", 200
        paths["/api/v1/orders/2026/page-3.html"] = "/api/{version}/orders/{year}/{}.html", 200
    before = {path: counted(site, *answer) for path, answer in paths.items()}
    for path in paths:
        for _ in range(6):
            site.get(path)
    for path, answer in paths.items():
        site.until(lambda: counted(site, *answer) - before[path] == 6)  # noqa: B023  at once
    assert site.sample("http_requests_in_progress") == 0


def test_a_request_id_is_made_or_taken_over_when_it_is_well_formed(site):
    made = site.get("/who")
    assert HEX.fullmatch(made.headers["x-request-id"])
    assert made.json()[2] == made.headers["x-request-id"]
    kept = site.get("/who", X_Request_ID="order-42.retry_1")
    assert kept.headers["x-request-id"] == kept.json()[2] == "order-42.retry_1"
    bad = site.get("/who", X_Request_ID="with blank inside")
    assert HEX.fullmatch(bad.headers["x-request-id"])


def test_headers_are_added_only_where_the_application_has_none(site):
    plain = site.get("/")
    assert plain.headers["x-content-type-options"] == "nosniff"
    # Django's own middleware says DENY.
    frames = "DENY" if site.stack == "django" else "SAMEORIGIN"
    assert plain.headers["x-frame-options"] == frames
    assert "default-src" in plain.headers["content-security-policy-report-only"]
    assert "strict-transport-security" not in plain.headers
    own = site.get("/own-headers")
    assert own.headers["x-frame-options"] == "DENY"
    assert own.headers["x-request-id"] == "of-the-application"
    assert "content-security-policy-report-only" not in own.headers
    for answer in (plain, own):
        assert len(answer.names) == len(set(answer.names))


def test_an_unhandled_exception_answers_a_generic_500_and_is_logged_once(site):
    answer = site.get("/boom", Accept="application/json")
    identity = answer.headers["x-request-id"]
    assert answer.status == 500
    assert answer.json() == {"detail": "Internal Server Error", "request_id": identity}
    page = site.get("/boom", Accept="text/html")
    assert page.status == 500
    assert f"request id: {page.headers['x-request-id']}" in page.text
    assert page.text.lstrip().lower().startswith("<!doctype html")
    for text in (answer.text, page.text):
        assert "4111" not in text
        assert "Traceback" not in text
    site.entry(request_id=identity, logger="shipready.access", status=500, route="/boom")
    (entry,) = [e for e in site.entries(request_id=identity) if "exception" in e]
    assert "the card number is 4111" in entry["exception"]
    assert entry["level"] == "error"


def test_logs_are_json_with_id_and_route(site):
    identity = site.get("/log?text=password=abc123+fine").headers["x-request-id"]
    (entry,) = [site.entry(request_id=identity, level="warning")]
    assert (entry["message"], entry["order"]) == ("said password=*** fine", 7)
    access = site.entry(request_id=identity, logger="shipready.access")
    assert (access["method"], access["path"], access["route"]) == ("GET", "/log", "/log")
    assert access["status"] == 200
    assert site.entry(request_id=identity, message="a stray print")["logger"] == "stdout"
    assert not [line for line in site.lines() if isinstance(line, str)]


def test_only_a_trusted_proxy_says_who_the_client_is(site):
    said = {"X_Forwarded_For": "6.6.6.6, 203.0.113.9, 10.0.0.2", "X_Forwarded_Proto": "https"}
    assert site.get("/who", **said).json()[:2] == ["203.0.113.9", "https"]
    assert site.get("/who").json()[:2] == ["127.0.0.1", "http"]


def test_bodies_pass_whole_in_both_directions(site):
    answer = site.raw("/download")
    assert answer == bytes(range(256)) * 4096
    assert site.request("/upload", method="POST", body=b"x" * 300_000).text == "300000"


def test_strangers_cannot_pretend_to_come_by_https(own):
    server = own(
        KIT_TRUSTED_PROXIES="10.0.0.0/8", GUNICORN_CMD_ARGS="--forwarded-allow-ips=10.0.0.1"
    )
    said = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}
    assert server.get("/who", **said).json()[:2] == ["127.0.0.1", "http"]


def test_no_request_is_lost_when_the_server_leaves_under_load(own):
    server = own(KIT_DRAIN_SECONDS="3")
    load = Load(server, clients=6)
    time.sleep(0.5)
    long = []
    slow = threading.Thread(target=lambda: long.append(server.get("/slow?seconds=5")))
    slow.start()
    time.sleep(0.2)
    server.signal()
    server.until(lambda: server.ready().json()["status"] == "draining")
    before = load.answered
    time.sleep(1)
    assert load.answered > before
    assert load.closed >= 6
    load.stop()
    assert load.failures == []
    slow.join()
    assert (long[0].status, long[0].text) == (200, '"done"')
    assert server.process.wait(10) == 0


def test_a_rolling_replacement_loses_no_request(own):
    server = own(
        KIT_DRAIN_SECONDS="2", GUNICORN_CMD_ARGS="--max-requests 60 --max-requests-jitter 0"
    )
    load = Load(server, clients=4)
    server.until(lambda: len(server.workers()) >= 3)
    server.signal(signal.SIGHUP)
    # Without its clients, nothing makes a worker reach its last request.
    server.until(lambda: len(server.workers()) >= 6 or len(load.failures) == len(load.threads))
    load.stop()
    # uvicorn closes a connection that it took just before; a proxy tries such a request again.
    asgi = STACKS[server.name][1] == "asgi"
    lost = [failure for failure in load.failures if not (asgi and "Reset" in failure)]
    assert lost == []
    assert load.answered > 100


def test_event_streams_end_politely(own):
    server = own()
    ended = []

    def listen():
        answer = server.get("/events")
        ended.append((answer.status, answer.text.count("tick")))

    listeners = [threading.Thread(target=listen) for _ in range(3)]
    for listener in listeners:
        listener.start()
    server.until(lambda: server.sample("http_requests_in_progress") == 3)
    begun = time.monotonic()
    server.signal()
    for listener in listeners:
        listener.join()
    assert server.process.wait(10) == 0
    assert time.monotonic() - begun < 9
    assert all(status == 200 and ticks > 1 for status, ticks in ended)
    assert not server.entries(level="error")


def test_a_killed_worker_is_replaced_and_its_counts_live_on(own):
    server = own()
    for _ in range(10):
        server.get("/pid")
    server.until(lambda: counted(server, "/pid") == 10)
    os.kill(server.workers()[0], signal.SIGKILL)
    server.until(lambda: len(server.workers()) == 3 and server.sample("app_workers") == 2)
    for _ in range(10):
        server.get("/pid")
    server.until(lambda: counted(server, "/pid") == 20)
    server.until(lambda: server.sample("http_requests_in_progress") == 0)


def test_every_part_can_be_switched_off(own):
    server = own(KIT_OFF="logs headers errors sentry drain ready")
    answer = server.get("/own-headers")
    assert answer.status == 200
    assert "x-content-type-options" not in server.get("/log?text=x").headers or (
        server.stack == "django"
    )
    assert "request id" not in server.get("/boom", Accept="text/html").text
    server.until(lambda: '"GET /log?text=x HTTP/1.1" 200' in server.output.read_text())
    assert server.entries() == []
