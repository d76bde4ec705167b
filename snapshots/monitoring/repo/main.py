import os

from fastapi import FastAPI

REDIS_URL = os.environ["REDIS_URL"]
app = FastAPI()
