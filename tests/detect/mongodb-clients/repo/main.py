import os

from beanie import init_beanie
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient

client = AsyncIOMotorClient(os.environ["MONGODB_URL"])
app = FastAPI(on_startup=[lambda: init_beanie(client.shop)])
