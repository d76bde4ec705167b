"""What is Flask's own: factories, debugging, cookies, pages of the application."""

import pytest

from harness import Server
from prepared import FLASKS, python_of


@pytest.fixture(params=FLASKS)
def stall(request, tmp_path):
    """Starts one server, with an application of these tests."""
    servers = []

    def begin(app, **settings):
        servers.append(Server(python_of(request.param), tmp_path, app=app, **settings))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()


def test_cookies_are_hardened_behind_tls_where_the_application_does_not_decide(stall):
    cookie = stall("stall:create_app()", KIT_BEHIND_TLS="1").get("/remember").headers["set-cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_what_the_application_decides_stays(stall):
    server = stall("stall:polite()", KIT_BEHIND_TLS="1")
    cookie = server.get("/remember").headers["set-cookie"]
    assert "Secure" not in cookie
    assert "SameSite=Strict" in cookie
    broken = server.get("/boom")
    assert (broken.status, broken.json()) == (500, {"error": "own page"})
    assert len(broken.headers["x-request-id"]) == 32
    assert server.get("/no-such-page").text == "own 404"
    server.entry(request_id=broken.headers["x-request-id"], level="error", logger="stall")


def test_without_tls_cookies_are_as_flask_makes_them(stall):
    cookie = stall("stall:create_app()").get("/remember").headers["set-cookie"]
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie


def test_bodies_that_fail_before_and_in_the_middle(stall):
    server = stall("stall:create_app()")
    late = server.get("/late")
    assert late.status == 500
    assert late.text == f"Internal Server Error\nrequest id: {late.headers['x-request-id']}\n"
    with pytest.raises(Exception, match="IncompleteRead|Remote"):
        server.get("/cut")
    server.until(lambda: server.entries(logger="shipready.access", route="/cut"))
    assert any("in the middle" in str(entry) for entry in server.entries(level="error"))


def test_an_application_without_a_framework(stall):
    server = stall("stall:bare")
    assert server.get("/").text == "bare"
    assert server.get("/write").text == "written bare"
    for path in ("/boom", "/nothing"):
        answer = server.get(path)
        assert answer.status == 500
        assert "request id" in answer.text
    total = 'http_requests_total{method="GET",route="unmatched",status="500"}'
    server.until(lambda: server.sample(total) == 2)


def test_the_code_is_reloaded_while_developing(stall):
    server = stall("stall:bare", wait=False, KIT_RELOAD="1")
    server.until(lambda: server.get("/").text == "bare")
    source = server.folder / "work/stall.py"
    text = source.read_text()
    source.write_text("broken syntax\n")
    server.until(lambda: server.output.read_text().count("broken syntax"))
    source.write_text(text.replace('b"bare"', 'b"changed"'))
    server.until(lambda: server.get("/").text == "changed")
