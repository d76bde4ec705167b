import os

from fastapi import FastAPI
from pymemcache.client.base import Client

cache = Client(os.environ["MEMCACHED_SERVERS"])
app = FastAPI()


@app.get("/")
def root():
    return cache.get("greeting")
