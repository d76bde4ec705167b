"""An application as people write them: nothing in it knows of the kit."""

import asyncio
import inspect
import logging
import os
import time
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, WebSocket
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse

log = logging.getLogger("shop.orders")
marks = Path(os.environ.get("MARKS", "/tmp"))


def mark(event):
    (marks / f"{event}-{os.getpid()}-{time.monotonic_ns()}").touch()


@asynccontextmanager
async def lifespan(_app):
    mark("startup")
    yield
    mark("shutdown")


if "lifespan" in inspect.signature(FastAPI.__init__).parameters:
    app = FastAPI(debug=True, lifespan=lifespan)
else:
    app = FastAPI(
        debug=True,
        on_startup=[lambda: mark("startup")],
        on_shutdown=[lambda: mark("shutdown")],
    )

inner = APIRouter(prefix="/lines")


@inner.get("/{line}")
async def line(order: int, line: int):
    return [order, line]


orders = APIRouter(prefix="/orders")


@orders.get("/{order}")
async def order(order: int):
    return order


orders.include_router(inner, prefix="/{order}")
app.include_router(orders, prefix="/api/v1")

admin = FastAPI()


@admin.get("/users/{user}")
async def user(user: str):
    return user


app.mount("/admin", admin)


@app.get("/", response_class=HTMLResponse)
async def home():
    return "<h1>shop</h1>"


@app.get("/files/{path:path}")
def files(path: str):
    return path


@app.get("/slow")
async def slow(seconds: float = 1):
    await asyncio.sleep(seconds)
    return "done"


@app.get("/stuck")
async def stuck():
    time.sleep(600)


@app.get("/boom")
async def boom():
    raise RuntimeError("the card number is 4111")


@app.get("/cut")
async def cut():
    async def parts():
        yield b"first"
        raise RuntimeError("in the middle")

    return StreamingResponse(parts())


class Refused(Exception):
    pass


@app.exception_handler(Refused)
async def refused(_request, _error):
    return JSONResponse({"error": "own"}, status_code=500)


@app.get("/refused")
async def refuse():
    raise Refused


@app.get("/own-headers")
async def own_headers():
    return PlainTextResponse(
        "mine",
        headers={
            "X-Frame-Options": "DENY",
            "Content-Security-Policy": "default-src 'none'",
            "X-Request-ID": "of-the-application",
        },
    )


@app.get("/log")
async def log_something(text: str):
    log.warning("said %s", text, extra={"order": 7, "password": "hunter22"})
    print("a stray print")
    return "logged"


@app.get("/who")
async def who(request: Request):
    client = request.client.host if request.client else None
    return [client, request.url.scheme, request.headers.get("x-request-id")]


@app.get("/env")
async def env(name: str):
    return os.environ.get(name)


@app.get("/pid")
async def pid():
    return os.getpid()


@app.get("/events")
async def events():
    async def feed():
        try:
            while True:
                yield "data: tick\n\n"
                await asyncio.sleep(0.1)
        finally:
            mark("stream-closed")

    return StreamingResponse(feed(), media_type="text/event-stream")


@app.websocket("/chat/{room}")
async def chat(socket: WebSocket, room: str):
    await socket.accept()
    while True:
        await socket.send_text(f"{room}: {await socket.receive_text()}")
