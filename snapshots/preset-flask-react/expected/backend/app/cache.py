"""Redis, shared by all requests of a process."""

from flask import Flask, current_app
from redis import Redis


def connect(app: Flask, url: str) -> None:
    """A client that opens its first connection with the first command."""
    # A server that does not answer must not hold requests.
    app.extensions["redis"] = Redis.from_url(
        url, decode_responses=True, socket_connect_timeout=2, socket_timeout=2
    )


def redis() -> Redis:
    """The client of the application that answers."""
    return current_app.extensions["redis"]
