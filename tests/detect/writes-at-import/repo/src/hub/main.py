from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from hub.logs import logger
from hub import storage

app = FastAPI()
app.mount("/static", StaticFiles(directory="static"))
