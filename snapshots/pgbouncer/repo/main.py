"""A database by a URL whose driver the packages tell, and migrations."""

import os

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine(os.environ["DATABASE_URL"])
app = FastAPI()


@app.get("/")
async def root():
    async with engine.connect() as connection:
        return await connection.scalar(text("select 1"))
