from fastapi import FastAPI

from app.settings import load

settings = load()
app = FastAPI()
