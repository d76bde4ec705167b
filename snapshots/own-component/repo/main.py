import os

from fastapi import FastAPI

QUEUE_URL = os.environ["QUEUE_URL"]
app = FastAPI()
