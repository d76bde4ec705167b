"""How a server leaves: no request is lost, streams end, nothing waits for ever."""

import http.client
import signal
import socket
import threading
import time

import pytest

from harness import PATIENCE


class Load:
    """Clients that keep their connections, as a proxy does, and note what went wrong.

    `again`: they ask again upon a new connection where a kept one turns out to be closed, as HTTP
    wants it of them (RFC 9112, 9.3.1) and nginx does: no server can keep a request from crossing
    its own leave.
    """

    def __init__(self, server, clients=8, again=False):
        self.server, self.going, self.again = server, True, again
        self.answered, self.closed, self.failures = 0, 0, []
        self.threads = [threading.Thread(target=self._client) for _ in range(clients)]
        for thread in self.threads:
            thread.start()

    def _client(self):
        connection, kept = None, False
        while self.going:
            try:
                if connection is None:
                    kept = False
                    address = "127.0.0.1", self.server.port
                    connection = http.client.HTTPConnection(*address, timeout=PATIENCE)
                connection.request("GET", "/slow?seconds=0.01")
                response = connection.getresponse()
                assert response.read() == b'"done"'
                self.answered += 1
                kept = True
                if response.getheader("connection") == "close":
                    self.closed += 1
                    connection = None
            except Exception as error:
                if self.again and kept and isinstance(error, ConnectionError):
                    connection = None
                    continue
                self.failures.append(repr(error))
                return

    def stop(self):
        self.going = False
        for thread in self.threads:
            thread.join()


def test_no_request_is_lost_when_the_server_leaves_under_load(python, start):
    server = start(python, KIT_DRAIN_SECONDS="4")
    load = Load(server)
    time.sleep(0.5)
    long = []
    slow = threading.Thread(target=lambda: long.append(server.get("/slow?seconds=6")))
    slow.start()
    server.signal()
    server.until(lambda: server.ready().json()["status"] == "draining")
    assert server.ready().status == 503
    before = load.answered
    time.sleep(1)  # first phase: everything is answered, connections are closed one by one
    assert load.answered > before
    assert load.closed >= 8
    load.stop()  # the proxy has left
    assert load.failures == []
    slow.join()  # second phase: no new connections, the long request finishes
    assert (long[0].status, long[0].text) == (200, '"done"')
    assert server.process.wait(10) == 0
    assert len(server.marks("shutdown")) == 2


def test_event_streams_end_politely(python, start):
    server = start(python)
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
    assert time.monotonic() - begun < 4
    assert [status for status, _ in ended] == [200, 200, 200]
    assert all(ticks > 1 for _, ticks in ended)
    streams = server.entries(logger="shipready.access", route="/events")
    assert all(len(entry["request_id"]) == 32 for entry in streams)
    assert not server.entries(level="error")


def test_what_hangs_is_killed_at_the_hard_limit(newest, start):
    server = start(newest, KIT_DRAIN_SECONDS="0", KIT_STOP_SECONDS="3", WEB_CONCURRENCY="1")
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET /stuck HTTP/1.1\r\nHost: shop\r\n\r\n")
        time.sleep(0.5)
        begun = time.monotonic()
        server.signal()
        server.process.wait(10)
        assert time.monotonic() - begun < 4.5


def test_a_second_term_cuts_the_drain_short(newest, start):
    server = start(newest, KIT_DRAIN_SECONDS="30", KIT_STOP_SECONDS="40")
    server.signal()
    server.until(lambda: server.ready().status == 503)
    assert server.run("health").returncode == 1
    assert server.sample("app_draining") == 1
    server.signal(signal.SIGINT)
    assert server.process.wait(5) == 0


def test_a_worker_that_is_replaced_ends_its_streams(newest, start):
    server = start(newest, WEB_CONCURRENCY="1", GUNICORN_CMD_ARGS="--max-requests 5")
    stream = threading.Thread(target=lambda: server.get("/events"))
    stream.start()
    server.until(lambda: server.sample("http_requests_in_progress") == 1)
    for _ in range(8):
        server.get("/pid")
    stream.join(5)
    assert not stream.is_alive()
    server.until(lambda: len(server.workers()) == 2 and server.sample("app_workers") == 1)
    assert server.get("/pid").status == 200


def test_hup_reloads_the_workers_without_losing_a_request(newest, start):
    server = start(newest)
    load = Load(server, clients=4, again=True)
    server.signal(signal.SIGHUP)
    server.until(lambda: len(server.workers()) >= 4 and len(server.marks("shutdown")) == 2)
    load.stop()
    assert load.failures == []
    assert server.process.poll() is None


def test_an_application_that_does_not_start_ends_the_container(newest, start):
    server = start(newest, app="shop:nothing", wait=False)
    assert server.process.wait(20) not in (0, None)
    assert "has no attribute 'nothing'" in server.output.read_text()


@pytest.mark.parametrize("kit_app", ["", "shop"])
def test_a_wrong_kit_app_is_named(newest, start, kit_app):
    server = start(newest, app=kit_app, wait=False)
    assert server.process.wait(20) != 0
    assert "KIT_APP must" in server.output.read_text()
