"""The application: `uvicorn app.main:app` serves it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from app import cache, database, hits, notes
from app.settings import Settings


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
    """What all requests share, as `request.state`; closed after the last of them."""
    settings = Settings()
    engine = database.connect(str(settings.database_url))
    redis = cache.connect(str(settings.redis_url))
    yield {"engine": engine, "redis": redis}
    await redis.aclose()
    await engine.dispose()


app = FastAPI(title="shop", lifespan=lifespan)
app.include_router(notes.router)
app.include_router(hits.router)


@app.get("/")
async def read_root() -> dict[str, str]:
    """Who answers here, and where to read on."""
    return {"name": app.title, "documentation": "/docs"}
