"""The application, and one page that asks the database."""

import os

import httpx
import orjson
from fastapi import FastAPI, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

app = FastAPI()
engine = create_async_engine(os.environ.get("DATABASE_URL", "postgresql+asyncpg://localhost/shop"))
client = httpx.AsyncClient()


@app.get("/")
async def front() -> dict[str, str]:
    return {"shop": "open"}


@app.get("/stock")
async def stock() -> Response:
    async with engine.connect() as connection:
        rows = await connection.execute(text("select name, pieces from stock"))
        return Response(orjson.dumps([dict(row._mapping) for row in rows]), media_type="application/json")
