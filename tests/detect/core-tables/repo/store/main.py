from fastapi import FastAPI

from store.tables import users

app = FastAPI()
