{% set shares = "postgres" in selected or "redis" in selected or "mongodb" in selected or "telegram" in selected %}
"""The application: `uvicorn app.main:app` serves it."""

{% if shares %}
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

{% endif %}
from fastapi import APIRouter, FastAPI

{% if shares %}
from app import (
{% if "telegram" in selected %}
    bot,
{% endif %}
{% if "redis" in selected %}
    cache,
{% endif %}
{% if "postgres" in selected %}
    database,
{% endif %}
{% if "mongodb" in selected %}
    documents,
    events,
{% endif %}
{% if "redis" in selected %}
    hits,
{% endif %}
{% if "postgres" in selected %}
    notes,
{% endif %}
)
{% if "postgres" in selected and not "alembic" in selected %}
from app.models import create_tables
{% endif %}
from app.settings import Settings


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
    """What all requests share, as `request.state`; closed after the last of them."""
    settings = Settings()
    async with AsyncExitStack() as opened:
        shared: dict[str, Any] = {}
{% if "postgres" in selected %}
        shared["engine"] = engine = database.connect(str(settings.database_url))
        opened.push_async_callback(engine.dispose)
{% if not "alembic" in selected %}
        await create_tables(engine)
{% endif %}
{% endif %}
{% if "mongodb" in selected %}
        shared["mongodb"] = mongodb = documents.connect(str(settings.mongodb_url))
        opened.push_async_callback(mongodb.close)
        await events.create_indexes(documents.database(mongodb))
{% endif %}
{% if "redis" in selected %}
        shared["redis"] = redis = cache.connect(str(settings.redis_url))
        opened.push_async_callback(redis.aclose)
{% endif %}
{% if "telegram" in selected %}
        if settings.bot_mode == "webhook":
            shared["webhook"] = await opened.enter_async_context(bot.webhook(settings))
{% endif %}
        yield shared


{% endif %}
app = FastAPI(
    title={= project.name | quoted =},
{% if app.prefix %}
    docs_url="{= app.prefix =}/docs",
    redoc_url=None,
    openapi_url="{= app.prefix =}/openapi.json",
{% endif %}
{% if shares %}
    lifespan=lifespan,
{% endif %}
)
api = APIRouter({% if app.prefix %}prefix={= app.prefix | quoted =}{% endif %})
{% if "mongodb" in selected %}
api.include_router(events.router)
{% endif %}
{% if "redis" in selected %}
api.include_router(hits.router)
{% endif %}
{% if "postgres" in selected %}
api.include_router(notes.router)
{% endif %}
{% if "telegram" in selected %}
app.include_router(bot.router)
{% endif %}


@api.get("/")
async def read_root() -> dict[str, str]:
    """Who answers here, and where to read on."""
    return {"name": app.title, "documentation": "{= app.prefix =}/docs"}


app.include_router(api)
