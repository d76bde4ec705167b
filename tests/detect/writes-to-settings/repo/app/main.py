import os
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app.config import settings

settings.uploads.mkdir(parents=True, exist_ok=True)
os.makedirs(os.getenv("CACHE_DIR", "var/cache"), exist_ok=True)
app = FastAPI()
app.mount("/static", StaticFiles(directory="static"))


@app.get("/")
def export():
    (Path(settings.exports) / "all.csv").write_text("")
