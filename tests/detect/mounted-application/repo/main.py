from fastapi import FastAPI

from v2 import app as second

root = FastAPI()
root.mount("/v2", second)
