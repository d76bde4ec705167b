"""Error tracking with Sentry, only when SENTRY_DSN is set.

The application's own `sentry_sdk.init()` runs later and replaces this one entirely.
SENTRY_ENVIRONMENT and SENTRY_RELEASE are read by Sentry's library itself.
"""

from __future__ import annotations

import logging
import os

from shipready_kit import logs, mask, settings

log = logging.getLogger("shipready")


def start() -> None:
    """Start Sentry before the application is imported, so that it can watch its frameworks."""
    if settings.off("sentry") or not os.environ.get("SENTRY_DSN"):
        return
    try:
        import sentry_sdk
    except ImportError:
        log.error("SENTRY_DSN is set, but this image holds no sentry-sdk: see its build's log")
        return
    try:
        sentry_sdk.init(
            sample_rate=settings.number("SENTRY_SAMPLE_RATE", 1.0),
            traces_sample_rate=settings.number("SENTRY_TRACES_SAMPLE_RATE", 0.0),
            send_default_pii=False,
            before_send=scrub,
        )
    except Exception:
        log.exception("Sentry could not be started; the application runs without it")


def scrub(event: dict, _hint: dict) -> dict:
    """Add the request id; drop bodies, cookies and local variables; mask the exceptions' text."""
    current = logs.request_id.get()
    if current is not None:
        event.setdefault("tags", {})["request_id"] = current
    for part in ("data", "cookies", "query_string"):
        event.get("request", {}).pop(part, None)
    for exception in (event.get("exception") or {}).get("values") or []:
        if isinstance(exception.get("value"), str):
            exception["value"] = mask.text(exception["value"])
        for frame in (exception.get("stacktrace") or {}).get("frames") or []:
            frame.pop("vars", None)
    return event
