"""The application: `uvicorn app.main:app` serves it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI

from app import (
    cache,
    documents,
    events,
    hits,
)
from app.settings import Settings


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
    """What all requests share, as `request.state`; closed after the last of them."""
    settings = Settings()
    async with AsyncExitStack() as opened:
        shared: dict[str, Any] = {}
        shared["mongodb"] = mongodb = documents.connect(str(settings.mongodb_url))
        opened.push_async_callback(mongodb.close)
        await events.create_indexes(documents.database(mongodb))
        shared["redis"] = redis = cache.connect(str(settings.redis_url))
        opened.push_async_callback(redis.aclose)
        yield shared


app = FastAPI(
    title="shop",
    docs_url="/api/docs",
    redoc_url=None,
    openapi_url="/api/openapi.json",
    lifespan=lifespan,
)
api = APIRouter(prefix="/api")
api.include_router(events.router)
api.include_router(hits.router)


@api.get("/")
async def read_root() -> dict[str, str]:
    """Who answers here, and where to read on."""
    return {"name": app.title, "documentation": "/api/docs"}


app.include_router(api)
