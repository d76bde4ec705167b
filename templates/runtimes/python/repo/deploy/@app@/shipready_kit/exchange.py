"""One HTTP request and its answer, seen from outside the application."""

from __future__ import annotations

import asyncio
import logging

from shipready_kit import headers, parts, settings, streams
from shipready_kit.parts import CLIENT_LEFT, GENERIC, PROBES, Parts
from shipready_kit.visit import Visit

log = logging.getLogger("shipready.errors")

START, BODY = "http.response.start", "http.response.body"


class Exchange(Visit):
    """Follows one request; `send` is what the application gets for its answer."""

    def __init__(self, kit: Parts, scope, send) -> None:
        super().__init__(scope)
        self.kit = kit
        self._send = send
        self._held = None  # the start of a 500, until its body is known
        self.status = 0
        self.recorded = self.ended = self.probe = False
        self._task = asyncio.current_task()

    async def run(self, application, receive) -> None:
        """Answer the request through the application."""
        if self.kit.metrics:
            self.kit.metrics.running.inc()
        try:
            if self.kit.readiness is None or not await self._answer_probe():
                await application(self.scope, receive, self.send)
        except asyncio.CancelledError:
            if not self.ended:
                self.status = self.status or CLIENT_LEFT
                raise
        except Exception as error:  # noqa: BLE001  whatever the application raised
            await self._fail(error)
        finally:
            streams.remove(self)
            self._record()

    async def send(self, message) -> None:
        """Pass a part of the answer on; completes its headers on the way."""
        if self.ended:
            # Whichever task feeds the stream ends here, as if its client had left.
            raise asyncio.CancelledError("the server is about to stop")
        kind = message["type"]
        if kind == START:
            await self._start(message)
            return
        if kind == BODY:
            if self._held is not None:
                message = await self._release(message)
            if not message.get("more_body", False):
                await self._send(message)
                self._record()
                return
        await self._send(message)

    async def _start(self, message) -> None:
        self.status = message["status"]
        given = list(message.get("headers", ()))
        present = {name.lower(): value for name, value in given}
        given.extend(headers.missing(self.kit.headers, present))
        if b"x-request-id" not in present:
            given.append((b"x-request-id", self.id.encode()))
        if streams.leaving():
            given = [pair for pair in given if pair[0].lower() != b"connection"]
            given.append((b"connection", b"close"))
        message = {**message, "headers": given}
        kind = present.get(b"content-type", b"")
        if self.status == 500 and self.kit.errors and kind.startswith(b"text/plain"):
            self._held = message
            return
        await self._send(message)
        if kind.startswith(b"text/event-stream"):
            streams.add(self)

    async def _release(self, message):
        """Send the start that was held; a generic error gets the request id into its body."""
        start, self._held = self._held, None
        if message.get("body") == GENERIC and not message.get("more_body", False):
            kind, body = self._generic()
            replaced = {b"content-type": kind, b"content-length": str(len(body)).encode()}
            rest = [pair for pair in start["headers"] if pair[0].lower() not in replaced]
            start = {**start, "headers": [*replaced.items(), *rest]}
            message = {**message, "body": body}
        await self._send(start)
        return message

    def _generic(self) -> tuple[bytes, bytes]:
        accept = b",".join(value for name, value in self.scope["headers"] if name == b"accept")
        return parts.generic(accept, self.id)

    async def _fail(self, error: Exception) -> None:
        """The application raised. Starlette may have answered already, and raised all the same."""
        if self.ended:
            return
        cut_short = self.status and not self.recorded and self._held is None
        if cut_short or not self.kit.errors:
            self.status = self.status or 500
            raise error  # the server logs it, and closes the connection or answers 500
        log.error(
            "%s %s: unhandled %s",
            self.scope["method"],
            self.route,
            type(error).__name__,
            exc_info=error,
        )
        if not self.recorded:
            self._held = None
            kind, body = self._generic()
            length = str(len(body)).encode()
            pairs = [(b"content-type", kind), (b"content-length", length)]
            await self.send({"type": START, "status": 500, "headers": pairs})
            await self.send({"type": BODY, "body": body})

    async def end(self) -> None:
        """Complete an event stream for its client, then cancel whoever still feeds it."""
        self.ended = True
        await self._send({"type": BODY, "body": b"", "more_body": False})
        self._record()
        self._task.cancel()

    async def _answer_probe(self) -> bool:
        path = self.scope["path"]
        if path not in PROBES:
            return False
        self.probe, good = True, True
        if path == "/-/ready":
            loop = asyncio.get_running_loop()
            good, _ = await loop.run_in_executor(None, self.kit.readiness.report)
        body = b"ok\n" if good else b"not ready\n"
        pairs = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body))]
        await self.send({"type": START, "status": 200 if good else 503, "headers": pairs})
        await self.send({"type": BODY, "body": b"" if self.scope["method"] == "HEAD" else body})
        return True

    def _record(self) -> None:
        """Once, when the answer is complete: background tasks of it do not count."""
        if self.recorded:
            return
        self.recorded = True
        method, status = self.scope["method"], self.status or CLIENT_LEFT
        if self.kit.metrics:
            self.kit.metrics.running.dec()
        if self.probe:
            return
        if self.kit.metrics:
            self.kit.metrics.done(method, self.route, status, self.seconds())
        if self.kit.logs:
            self.log(method, status)


async def websocket(application, scope, receive, send) -> None:
    """Pass a WebSocket through, with an id, and one line in the log when it is over."""
    visit = Visit(scope)
    status = 403

    async def watch(message) -> None:
        nonlocal status
        if message["type"] == "websocket.accept":
            status = 101
        await send(message)

    try:
        await application(scope, receive, watch)
    except Exception as error:
        # Many applications do not catch it, but a client that hangs up is no error.
        if type(error).__name__ != "WebSocketDisconnect":
            status = 500
            raise
    finally:
        if not settings.off("logs"):
            visit.log("WEBSOCKET", status)
