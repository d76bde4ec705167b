"""PostgreSQL: the connection pool of this process, and a session for each request."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine


def connect(url: str) -> AsyncEngine:
    """A pool that opens its first connection with the first query."""
    return create_async_engine(
        # Platforms hand out `postgres://` and `postgresql://`, which name no driver.
        make_url(url).set(drivername="postgresql+asyncpg"),
        # A connection that broke while it was idle is replaced before it is used.
        pool_pre_ping=True,
        # Per process: workers × (size + overflow) must fit into max_connections.
        pool_size=5,
        max_overflow=5,
        # When all are busy, an early error is kinder than a request that hangs.
        pool_timeout=5,
    )


async def open_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Nothing is kept unless the request commits: it knows when its work is whole."""
    # Objects stay readable after the commit, so that they can be answered.
    async with AsyncSession(request.state.engine, expire_on_commit=False) as session:
        yield session


Session = Annotated[AsyncSession, Depends(open_session)]
