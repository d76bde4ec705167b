from fastapi import FastAPI

from app.core.tokens import Token
from app.models.user import User

app = FastAPI()
