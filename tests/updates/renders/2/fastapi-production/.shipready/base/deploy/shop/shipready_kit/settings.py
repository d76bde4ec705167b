"""Reads the kit's own settings: environment variables that begin with KIT_."""

from __future__ import annotations

import os
from functools import lru_cache


class SettingError(Exception):
    """A setting or a secret is missing or wrong; the text tells the operator which."""


def off(part: str) -> bool:
    """True when KIT_OFF names this part of the kit, or when it would disturb a developer."""
    if part in ("logs", "drain") and developing():
        return True
    return part in os.environ.get("KIT_OFF", "").split()


def on(name: str) -> bool:
    """True when the variable is set to 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in ("1", "true", "yes", "on")


def developing() -> bool:
    """KIT_RELOAD=1: restart at every change of the code, log as the servers do, stop at once."""
    return on("KIT_RELOAD")


def number(name: str, default: float, least: float = 0) -> float:
    """The variable as a number, or the default when it is unset or empty."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise SettingError(f"{name} must be a number, but is {text!r}") from None
    if value < least:
        raise SettingError(f"{name} must be at least {least:g}, but is {text!r}")
    return value


@lru_cache(maxsize=1)
def app_name() -> str:
    """How logs and metrics call the application."""
    return os.environ.get("KIT_NAME") or "app"


def bind() -> str:
    """`host:port` of the application's own port; an IPv6 host keeps its brackets."""
    host = os.environ.get("KIT_HOST") or "0.0.0.0"
    if ":" in host and not host.startswith("["):
        host = f"[{host}]"
    return f"{host}:{int(number('PORT', 8000, least=1))}"


def admin_port() -> int:
    """The port of /metrics, /-/live and /-/ready; never published."""
    return int(number("KIT_ADMIN_PORT", 9464, least=1))


def drain_seconds() -> float:
    """How long the application goes on answering after TERM, so that the proxy can leave."""
    return 0 if off("drain") else number("KIT_DRAIN_SECONDS", 5)


def stop_seconds() -> float:
    """The hard limit after TERM; keep it below the platform's own (stop_grace_period)."""
    return number("KIT_STOP_SECONDS", 40, least=1)


def graceful_seconds() -> int:
    """What is left to running requests between the drain and the hard limit."""
    return max(1, int(stop_seconds() - drain_seconds() - 3))
