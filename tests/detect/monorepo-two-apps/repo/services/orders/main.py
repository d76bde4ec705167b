from fastapi import FastAPI

app = FastAPI()

import redis
import os

os.environ["ORDERS"]
