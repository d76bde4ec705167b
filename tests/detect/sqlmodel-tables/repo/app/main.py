from fastapi import FastAPI

from app.models import Hero

app = FastAPI()
