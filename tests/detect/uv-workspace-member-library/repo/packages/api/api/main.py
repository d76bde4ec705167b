from fastapi import FastAPI

app = FastAPI()

from core.settings import URL
