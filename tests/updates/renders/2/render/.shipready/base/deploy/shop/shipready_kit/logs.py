"""One JSON object a line on stdout, for the kit, the server and the application alike.

Fields: time (UTC), level, logger, message, app, request_id; requests add method, path,
route, status, milliseconds; errors add exception; what the application passes as
`extra=` is kept. What is printed without a logger: see `capture`.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from contextvars import ContextVar

from shipready_kit import mask, settings

request_id: ContextVar[str | None] = ContextVar("shipready_request_id", default=None)

WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,127}")
_WRITTEN = "shipready_written"
_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "color_message", _WRITTEN}
_LEVELS = {"critical", "error", "warning", "info", "debug"}
_ACCESS = "shipready.access"
_json = json.JSONEncoder(ensure_ascii=False, default=repr, separators=(",", ":")).encode


def level() -> str:
    """KIT_LOG_LEVEL, in upper case; INFO when it is unset or unknown."""
    name = os.environ.get("KIT_LOG_LEVEL", "").lower()
    return (name if name in _LEVELS else "info").upper()


def accept_id(offered: str) -> str:
    """The request id that a client or proxy sent, if it is well-formed, else a new one."""
    return offered if WELL_FORMED.fullmatch(offered) else os.urandom(16).hex()


def write(entry: dict) -> None:
    """Print one entry. A single write keeps lines of several workers apart."""
    send(_json(entry) + "\n")


def send(line: str) -> None:
    """Write a line that is JSON already to the descriptor itself, past `sys.stdout`."""
    data = line.encode("utf-8", "backslashreplace")
    try:
        while data:
            data = data[os.write(1, data) :]
    except OSError:
        pass  # nobody reads the logs any more; that must not stop the application


def head(moment: float, level_name: str, logger: str, message: str, identity: str | None) -> dict:
    """The fields that every entry has; `moment` in seconds since 1970."""
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))
    entry = {
        "time": f"{seconds}.{int(moment % 1 * 1000):03d}Z",
        "level": level_name,
        "logger": logger,
        "message": message,
        "app": settings.app_name(),
    }
    if identity is not None:
        entry["request_id"] = identity
    return entry


def access(identity: str, method: str, path: str, route: str, status: int, seconds: float) -> None:
    """The line of one request. The query is left out: it often holds personal data."""
    path = mask.text(path)
    severity = "error" if status >= 500 else "info"
    entry = head(time.time(), severity, _ACCESS, f"{method} {path} {status}", identity)
    entry.update(
        method=method,
        path=path,
        route=route,
        status=status,
        milliseconds=round(seconds * 1000, 1),
    )
    write(entry)


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON."""

    def entry(self, record: logging.LogRecord) -> dict:
        """The fields of a record, masked."""
        message = mask.text(record.getMessage())
        name = record.levelname.lower()
        result = head(record.created, name, record.name, message, request_id.get())
        for name, value in vars(record).items():
            if name not in _STANDARD and name not in result:
                result[name] = mask.field(name, value)
        if record.exc_info and record.exc_info[0] is not None:
            result["exception"] = mask.text(self.formatException(record.exc_info))
        if record.stack_info:
            result["stack"] = mask.text(record.stack_info)
        return result

    def format(self, record: logging.LogRecord) -> str:
        """For handlers of the application that this formatter was given to."""
        return _json(self.entry(record))


class JsonHandler(logging.Handler):
    """Writes records to stdout, whatever the application made of `sys.stdout`."""

    formatter = JsonFormatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; a record that cannot be formatted must not raise."""
        try:
            write(JsonHandler.formatter.entry(record))
        except Exception:  # noqa: BLE001  the promise of logging handlers
            self.handleError(record)


class _Descriptor:
    """The stream of handlers that write JSON: no need to look at their lines again."""

    write = staticmethod(send)

    def flush(self) -> None:
        """Nothing waits."""


def dictionary() -> dict | None:
    """For gunicorn and the launcher: what logging.config.dictConfig wants, or None if off."""
    if settings.off("logs"):
        return None
    ours = {"level": level(), "handlers": ["json"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {},
        "handlers": {"json": {"class": "shipready_kit.logs.JsonHandler"}},
        "root": {"level": level(), "handlers": ["json"]},
        "loggers": {
            "shipready": ours,
            "gunicorn.error": ours,
            # The kit writes a line for every request itself, with id and route.
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }


def adopt() -> None:
    """After the application set up its logging: its handlers for the console write JSON too.

    Handlers for files, and those with a formatter of their own making, stay as they are.
    """
    if settings.off("logs"):
        return
    existing = logging.Logger.manager.loggerDict
    for name in existing:
        # dictConfig() silences all loggers that it does not mention, unless told otherwise.
        if name.partition(".")[0] in ("shipready", "gunicorn", "uvicorn"):
            logging.getLogger(name).disabled = False
    for logger in [logging.getLogger(), *existing.values()]:
        for handler in getattr(logger, "handlers", ()):
            if type(handler) is logging.StreamHandler and _plain(handler):
                handler.setFormatter(JsonFormatter())
                handler.setStream(_Descriptor())


def watch() -> None:
    """For a program that sets up its own logging, whenever that is: its handlers for the console
    write JSON. A record that reaches several of them is written once.
    """
    if settings.off("logs"):
        return
    add = logging.Logger.addHandler

    def adding(logger: logging.Logger, handler: logging.Handler) -> None:
        if type(handler) is logging.StreamHandler and _plain(handler):
            handler.setFormatter(JsonFormatter())
            handler.addFilter(_once)
        add(logger, handler)

    logging.Logger.addHandler = adding


def _once(record: logging.LogRecord) -> bool:
    first = not hasattr(record, _WRITTEN)
    setattr(record, _WRITTEN, True)
    return first


def _plain(handler: logging.StreamHandler) -> bool:
    formatter = type(handler.formatter)
    ordinary = formatter in (type(None), logging.Formatter)
    console = handler.stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)
    return console and (ordinary or formatter.__module__.startswith(("uvicorn.", "celery.")))
