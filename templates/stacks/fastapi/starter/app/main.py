"""The application: `uvicorn app.main:app` serves it."""

{% if "postgres" in selected or "redis" in selected %}
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

{% endif %}
from fastapi import FastAPI

{% if "postgres" in selected and "redis" in selected %}
from app import cache, database, hits, notes
{% elif "postgres" in selected %}
from app import database, notes
{% elif "redis" in selected %}
from app import cache, hits
{% endif %}
{% if "postgres" in selected and not "alembic" in selected %}
from app.models import create_tables
{% endif %}
{% if "postgres" in selected or "redis" in selected %}
from app.settings import Settings


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
    """What all requests share, as `request.state`; closed after the last of them."""
    settings = Settings()
{% if "postgres" in selected %}
    engine = database.connect(str(settings.database_url))
{% endif %}
{% if "redis" in selected %}
    redis = cache.connect(str(settings.redis_url))
{% endif %}
{% if "postgres" in selected and not "alembic" in selected %}
    await create_tables(engine)
{% endif %}
{% if "postgres" in selected and "redis" in selected %}
    yield {"engine": engine, "redis": redis}
{% elif "postgres" in selected %}
    yield {"engine": engine}
{% else %}
    yield {"redis": redis}
{% endif %}
{% if "redis" in selected %}
    await redis.aclose()
{% endif %}
{% if "postgres" in selected %}
    await engine.dispose()
{% endif %}


app = FastAPI(title={= project.name | quoted =}, lifespan=lifespan)
{% else %}
app = FastAPI(title={= project.name | quoted =})
{% endif %}
{% if "postgres" in selected %}
app.include_router(notes.router)
{% endif %}
{% if "redis" in selected %}
app.include_router(hits.router)
{% endif %}


@app.get("/")
async def read_root() -> dict[str, str]:
    """Who answers here, and where to read on."""
    return {"name": app.title, "documentation": "/docs"}
