from fastapi import FastAPI

from .jobs import send

app = FastAPI()
