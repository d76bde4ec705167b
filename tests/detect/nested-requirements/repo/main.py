import redis.asyncio as redis
from fastapi import FastAPI

app = FastAPI()
