{% if "postgres" in selected %}
"""PostgreSQL: the connection pool of this process, and a session for each update."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine


def connect(url: str) -> AsyncEngine:
    """A pool that opens its first connection with the first query."""
    return create_async_engine(
        # Platforms hand out `postgres://` and `postgresql://`, which name no driver.
        make_url(url).set(drivername="postgresql+asyncpg"),
        # A connection that broke while it was idle is replaced before it is used.
        pool_pre_ping=True,
        # Per process: processes × (size + overflow) must fit into max_connections.
        pool_size=5,
        max_overflow=5,
        # When all are busy, an early error is kinder than an answer that never comes.
        pool_timeout=5,
    )


class Sessions(BaseMiddleware):
    """Hands each handler a session. Nothing is kept unless it commits."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            return await handler(event, {**data, "session": session})
{% endif %}
