"""Orders in MongoDB, stock in PostgreSQL: both databases have their own variables, and one has the name of either."""

import os

import asyncpg
from fastapi import FastAPI
from pymongo import AsyncMongoClient

orders = AsyncMongoClient(os.environ["MONGODB_URI"])["app"]["orders"]
archive = AsyncMongoClient(host="mongo", username=os.environ["MONGO_USER"], password=os.environ["MONGO_PASSWORD"])
app = FastAPI()


@app.get("/")
async def root():
    stock = await asyncpg.connect(os.environ["DATABASE_URL"])
    return {"orders": await orders.count_documents({}), "stock": await stock.fetchval("select 1")}
