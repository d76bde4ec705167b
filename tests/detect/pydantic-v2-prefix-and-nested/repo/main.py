from fastapi import FastAPI

from config import get_settings

app = FastAPI(title=get_settings().title)
