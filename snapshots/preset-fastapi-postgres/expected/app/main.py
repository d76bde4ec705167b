"""The application: `uvicorn app.main:app` serves it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI

from app import (
    cache,
    database,
    hits,
    notes,
)
from app.settings import Settings


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
    """What all requests share, as `request.state`; closed after the last of them."""
    settings = Settings()
    async with AsyncExitStack() as opened:
        shared: dict[str, Any] = {}
        shared["engine"] = engine = database.connect(str(settings.database_url))
        opened.push_async_callback(engine.dispose)
        shared["redis"] = redis = cache.connect(str(settings.redis_url))
        opened.push_async_callback(redis.aclose)
        yield shared


app = FastAPI(
    title="shop",
    lifespan=lifespan,
)
api = APIRouter()
api.include_router(hits.router)
api.include_router(notes.router)


@api.get("/")
async def read_root() -> dict[str, str]:
    """Who answers here, and where to read on."""
    return {"name": app.title, "documentation": "/docs"}


app.include_router(api)
