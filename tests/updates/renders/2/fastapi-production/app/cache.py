"""Redis, shared by all requests of this process."""

from typing import Annotated

from fastapi import Depends, Request
from redis.asyncio import Redis


def connect(url: str) -> Redis:
    """A client that opens its first connection with the first command."""
    return Redis.from_url(url, decode_responses=True)


def shared_client(request: Request) -> Redis:
    """The client that the application opened at its start."""
    return request.state.redis


Cache = Annotated[Redis, Depends(shared_client)]
