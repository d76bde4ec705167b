from fastapi import FastAPI

from app.models import Order
from app.tokens import Token

app = FastAPI()
