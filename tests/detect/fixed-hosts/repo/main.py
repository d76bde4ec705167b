import os

from beanie import init_beanie
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from redis.asyncio import Redis

app = FastAPI()
client = AsyncIOMotorClient("mongodb://root:x@mongo:27017/shop?authSource=admin")
cache = Redis(host="cache", port=6379)
other = AsyncIOMotorClient(os.getenv("MONGO_URL", "mongodb://elsewhere:27017"))
cloud = "mongodb+srv://cluster.example.mongodb.net/shop"
local = "redis://localhost:6379"
