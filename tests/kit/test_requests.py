"""What an application's users and operators see of the kit while it serves."""

import os
import re
import signal

from websockets.sync.client import connect

HEX = re.compile(r"[0-9a-f]{32}")


def test_the_admin_port_tells_live_and_ready_and_nothing_else(shop):
    assert shop.request("/-/live", port=shop.admin).status == 200
    assert shop.ready().json() == {"status": "ready", "checks": {}}
    assert shop.request("/admin", port=shop.admin).status == 404


def test_platforms_may_probe_the_port_of_the_application(shop):
    assert shop.get("/-/live").status == 200
    assert shop.get("/-/ready").status == 200
    assert not [entry for entry in shop.entries() if entry.get("path", "").startswith("/-/")]


def test_metrics_name_the_template_of_the_route_over_all_workers(shop):
    before = shop.metrics()
    paths = {
        "/api/v1/orders/5": "/api/v1/orders/{order}",
        "/api/v1/orders/5/lines/6": "/api/v1/orders/{order}/lines/{line}",
        "/admin/users/ann": "/admin/users/{user}",
        "/files/a/b/c": "/files/{path}",
        "/": "/",
        "/no/such/page": "unmatched",
    }
    for path in paths:
        for _ in range(8):
            shop.get(path)
    last = 'http_requests_total{method="GET",route="unmatched",status="404"}'
    shop.until(lambda: (shop.sample(last) or 0) - before.get(last, 0) == 8)
    after = shop.metrics()
    for path, route in paths.items():
        status = 404 if route == "unmatched" else 200
        total = f'http_requests_total{{method="GET",route="{route}",status="{status}"}}'
        count = f'http_request_duration_seconds_count{{method="GET",route="{route}"}}'
        assert after[total] - before.get(total, 0) == 8, path
        assert after[count] - before.get(count, 0) == 8, path
    assert after["process_resident_memory_bytes"] > 10_000_000


def test_methods_and_errors_are_counted_with_few_labels(shop):
    shop.request("/api/v1/orders/5", method="PROPFIND")
    shop.request("/api/v1/orders/5", method="POST")
    shop.until(lambda: any('method="POST"' in sample for sample in shop.metrics()))
    found = shop.metrics()
    route = "/api/v1/orders/{order}"
    assert found[f'http_requests_total{{method="other",route="{route}",status="405"}}'] >= 1
    assert found[f'http_requests_total{{method="POST",route="{route}",status="405"}}'] >= 1


def test_a_request_id_is_made_or_taken_over_when_it_is_well_formed(shop):
    made = shop.get("/who")
    assert HEX.fullmatch(made.headers["x-request-id"])
    assert made.json()[2] == made.headers["x-request-id"]
    kept = shop.get("/who", X_Request_ID="order-42.retry_1")
    assert kept.headers["x-request-id"] == kept.json()[2] == "order-42.retry_1"
    for bad in ("short", "with blank inside", 'quote"quote"', "x" * 200, "-dash-first"):
        answer = shop.get("/who", X_Request_ID=bad)
        assert HEX.fullmatch(answer.headers["x-request-id"]), bad
        assert answer.json()[2] == answer.headers["x-request-id"]


def test_headers_are_added_only_where_the_application_has_none(shop):
    plain = shop.get("/").headers
    assert plain["x-content-type-options"] == "nosniff"
    assert plain["x-frame-options"] == "SAMEORIGIN"
    assert plain["strict-transport-security"].startswith("max-age=31536000")
    assert "default-src" in plain["content-security-policy-report-only"]
    own = shop.get("/own-headers")
    assert own.headers["x-frame-options"] == "DENY"
    assert own.headers["x-request-id"] == "of-the-application"
    assert "content-security-policy-report-only" not in own.headers
    assert len(own.names) == len(set(own.names))


def test_an_unhandled_exception_answers_a_generic_500_and_is_logged_once(shop):
    answer = shop.get("/boom", Accept="application/json")
    identity = answer.headers["x-request-id"]
    assert answer.status == 500
    assert answer.json() == {"detail": "Internal Server Error", "request_id": identity}
    plain = shop.get("/boom")
    assert plain.text.startswith("Internal Server Error\nrequest id: ")
    assert plain.headers["x-frame-options"] == "SAMEORIGIN"
    entry = shop.entry(request_id=identity, logger="shipready.errors")
    assert "the card number is 4111" in entry["exception"]
    assert "Traceback" not in answer.text + plain.text
    assert len([e for e in shop.entries(request_id=identity) if "exception" in e]) == 1


def test_the_debug_page_is_never_shown(shop):
    page = shop.get("/boom", Accept="text/html")
    assert page.status == 500
    assert "Traceback" not in page.text
    assert "4111" not in page.text


def test_an_answer_of_the_applications_own_handler_stays(shop):
    answer = shop.get("/refused")
    assert (answer.status, answer.json()) == (500, {"error": "own"})


def test_an_answer_that_broke_off_is_not_completed(shop):
    try:
        complete = shop.get("/cut").text
    except Exception:
        complete = None
    assert complete is None


def test_logs_are_json_with_id_and_route_and_without_secrets(shop):
    answer = shop.get(
        "/log?text=tok-abcdef123456+p%40ss/w:rd%231+ann@example.org+password=abc123+"
        "redis://u:pw12@h/0+fine"
    )
    identity = answer.headers["x-request-id"]
    entry = shop.entry(request_id=identity, logger="shop.orders")
    assert entry["message"] == ("said *** *** a***@example.org password=*** redis://u:***@h/0 fine")
    assert (entry["level"], entry["order"], entry["password"]) == ("warning", 7, "***")
    assert entry["app"] == "shop"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", entry["time"])
    access = shop.entry(request_id=identity, logger="shipready.access")
    assert (access["method"], access["path"], access["route"]) == ("GET", "/log", "/log")
    assert access["status"] == 200
    assert access["milliseconds"] > 0
    stray = shop.entry(request_id=identity, logger="stdout")
    assert (stray["message"], stray["level"]) == ("a stray print", "info")
    assert not [line for line in shop.lines() if isinstance(line, str)]


def test_servers_logs_are_json_and_their_access_lines_are_off(shop):
    shop.get("/")
    shop.until(lambda: shop.entries(logger="shipready.access"))
    loggers = {entry["logger"] for entry in shop.entries()}
    assert {"gunicorn.error", "uvicorn.error", "shipready.access"} <= loggers
    assert not {"uvicorn.access", "gunicorn.access"} & loggers


def test_urls_are_composed_with_the_secret_percent_encoded(shop):
    url = "postgresql://app:p%40ss%2Fw%3Ard%231@db:5432/app"
    assert shop.get("/env?name=DATABASE_URL").json() == url
    assert shop.get("/env?name=DB_PASSWORD").json() == "p@ss/w:rd#1"
    assert shop.get("/env?name=KIT_URL_DATABASE_URL").json() is None
    assert shop.run("run", "printenv", "DATABASE_URL").stdout == url + "\n"


def test_only_a_trusted_proxy_says_who_the_client_is(shop):
    said = {"X_Forwarded_For": "6.6.6.6, 203.0.113.9, 10.0.0.2", "X_Forwarded_Proto": "https"}
    assert shop.get("/who", **said).json()[:2] == ["203.0.113.9", "https"]
    assert shop.get("/who").json()[:2] == ["127.0.0.1", "http"]


def test_websockets_pass_through(shop):
    with connect(f"ws://127.0.0.1:{shop.port}/chat/one") as socket:
        socket.send("hello")
        assert socket.recv() == "one: hello"
    shop.until(lambda: shop.entries(method="WEBSOCKET", route="/chat/{room}", status=101))


def test_the_lifespan_runs_once_in_each_worker(shop):
    assert len(shop.marks("startup")) == 2
    assert shop.marks("shutdown") == []


def test_the_health_command_imports_next_to_nothing(shop):
    """It runs every few seconds beside the application: what it costs is what it imports."""
    assert shop.run("health", KIT_ADMIN_PORT="1").returncode == 1
    told = shop.run("health", PYTHONPROFILEIMPORTTIME="1")
    assert told.returncode == 0
    imported = {line.rsplit("|", 1)[1].strip() for line in told.stderr.splitlines() if "|" in line}
    assert {"shipready_kit.health", "socket"} <= imported
    roots = {name.split(".")[0] for name in imported}
    assert not roots & {"asyncio", "email", "http", "json", "logging", "ssl"}
    assert not roots & {"subprocess", "urllib"}
    assert not roots & {"fastapi", "gunicorn", "prometheus_client", "shop", "uvicorn"}


def test_a_killed_worker_is_replaced_and_its_counts_live_on(python, start):
    server = start(python)
    for _ in range(20):
        server.get("/pid")
    total = 'http_requests_total{method="GET",route="/pid",status="200"}'
    server.until(lambda: server.sample(total) == 20)
    os.kill(server.workers()[0], signal.SIGKILL)
    server.until(lambda: len(server.workers()) == 3)
    server.until(lambda: server.sample("app_workers") == 2)
    for _ in range(20):
        server.get("/pid")
    server.until(lambda: server.sample(total) == 40)
    server.until(lambda: server.sample("http_requests_in_progress") == 0)
    files = list((server.folder / "runtime/shipready-kit/metrics").iterdir())
    assert {re.sub(r".*_", "", path.name) for path in files} == {"0.db", "1.db"}
