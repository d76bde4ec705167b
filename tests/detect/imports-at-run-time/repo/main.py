from importlib import import_module

from fastapi import FastAPI

app = FastAPI()
app.include_router(import_module("plugins.shop").router)
