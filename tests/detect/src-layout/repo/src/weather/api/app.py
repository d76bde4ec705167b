from fastapi import FastAPI

from weather.settings import TITLE

app = FastAPI(title=TITLE)
