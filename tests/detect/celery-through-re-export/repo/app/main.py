from fastapi import FastAPI

from app.worker import send

app = FastAPI()
