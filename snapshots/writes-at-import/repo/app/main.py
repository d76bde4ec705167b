import logging
import os

from fastapi import FastAPI

os.makedirs("app/logs", exist_ok=True)
logging.basicConfig(filename="app/logs/app.log")
app = FastAPI()
