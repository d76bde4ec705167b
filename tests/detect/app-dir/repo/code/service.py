from fastapi import FastAPI

from greeting import HELLO

api = FastAPI(title=HELLO)
admin = FastAPI()
api.mount("/admin", admin)
