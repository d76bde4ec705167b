"""One HTTP request and its answer, seen from outside a WSGI application."""

from __future__ import annotations

import logging

from shipready_kit import departure, headers, logs, parts
from shipready_kit.call import Call
from shipready_kit.parts import CLIENT_LEFT, PROBES, Parts

log = logging.getLogger("shipready.errors")

UPGRADED = 101


class Answer(Call):
    """Follows one request; `start` is the `start_response` that the application gets."""

    def __init__(self, kit: Parts, environ, start_response) -> None:
        super().__init__(environ)
        self.kit = kit
        self._start_response = start_response
        # The start is held until the first part of the body: an exception before it can still
        # become a whole answer.
        self._held = self._write = None
        self.status = 0
        self.sent = self.stream = self.recorded = self.probe = False

    def run(self, application):
        """Answer through the application; returns the body for the server."""
        if self.kit.metrics:
            self.kit.metrics.running.inc()
        try:
            if self.kit.readiness is not None and self.path in PROBES:
                body = self._answer_probe()
            else:
                body = application(self.environ, self.start)
        except StopIteration:
            # A WebSocket that took over the connection: its server is told that way.
            self.status = UPGRADED
            self._record()
            raise
        except Exception as error:  # noqa: BLE001  whatever the application raised
            body = self._fail_at_once(error)
        file = self.environ.get("wsgi.file_wrapper")
        if isinstance(file, type) and isinstance(body, file):
            return self._file(body)
        return _Body(self, body)

    def start(self, status, given, exc_info=None):
        """What the application calls; it may think again as long as nothing was sent."""
        if exc_info is not None and self.sent:
            raise exc_info[1].with_traceback(exc_info[2])
        if exc_info is None and self._held is not None:
            raise AssertionError("start_response() was called already")
        self._held = status, given
        return self.write

    def write(self, data) -> None:
        """The old way to send a body."""
        self._send_start()
        self._write(data)

    def _send_start(self) -> None:
        if self.sent:
            return
        if self._held is None:
            raise AssertionError("the application did not call start_response()")
        status, given = self._held
        given = list(given)
        present = {name.lower().encode("latin-1"): value for name, value in given}
        kind = present.get(b"content-type", "")
        encoded = {name: value.encode("latin-1") for name, value in present.items()}
        for name, value in headers.missing(self.kit.headers, encoded):
            given.append((name.decode(), value.decode()))
        if b"x-request-id" not in present:
            given.append(("x-request-id", self.id))
        if departure.leaving():
            departure.close_after(self._start_response)
        self.status = int(status[:3])
        self.stream = kind.startswith("text/event-stream")
        self._write = self._start_response(status, given)
        self.sent = True

    def pass_on(self, body):
        """The parts of the body, untouched. An event stream ends when the worker leaves."""
        try:
            for part in body:
                self._send_start()
                yield part
                if self.stream and departure.leaving():
                    return
            self._send_start()
        except Exception as error:  # noqa: BLE001  whatever the application raised
            yield from self._fail(error)

    def _fail(self, error: Exception):
        """The application raised: a generic answer, as long as nothing of its own was sent."""
        if self.sent or not self.kit.errors:
            self.status = self.status or 500
            raise error  # the server logs it, and closes the connection or answers 500
        name = type(error).__name__
        log.error("%s %s: unhandled %s", self.method, self.route, name, exc_info=error)
        accept = self.environ.get("HTTP_ACCEPT", "").encode("latin-1")
        kind, body = parts.generic(accept, self.id)
        pairs = [("Content-Type", kind.decode()), ("Content-Length", str(len(body)))]
        self._held = "500 Internal Server Error", pairs
        self._send_start()
        return [body]

    def _fail_at_once(self, error: Exception):
        try:
            return self._fail(error)
        except Exception:
            self._record()
            raise

    def _file(self, body):
        """A file that the server may send by itself: only its end is seen."""
        self._send_start()
        close = getattr(body, "close", None)
        body.close = lambda: self.close(close)
        return body

    def _answer_probe(self):
        self.probe = True
        good = self.path != "/-/ready" or self.kit.readiness.report()[0]
        body = b"ok\n" if good else b"not ready\n"
        pairs = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
        self.start("200 OK" if good else "503 Service Unavailable", pairs)
        return [b"" if self.method == "HEAD" else body]

    def close(self, close) -> None:
        """The server is through with the body."""
        try:
            if close is not None:
                close()
        finally:
            self._record()

    def _record(self) -> None:
        if self.recorded:
            return
        self.recorded = True
        status = self.status or CLIENT_LEFT
        if self.kit.metrics:
            self.kit.metrics.running.dec()
            if not self.probe:
                self.kit.metrics.done(self.method, self.route, status, self.seconds())
        if self.kit.logs and not self.probe:
            self.log(status)
        logs.request_id.set(None)


class _Body:
    """The body for the server, which closes it when it was sent, or when the client left."""

    def __init__(self, answer: Answer, body) -> None:
        self._answer, self._body = answer, body

    def __iter__(self):
        return self._answer.pass_on(self._body)

    def close(self) -> None:
        """Close the application's own body, then record the request."""
        self._answer.close(getattr(self._body, "close", None))
