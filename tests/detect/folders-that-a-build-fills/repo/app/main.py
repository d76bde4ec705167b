from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

PAGES = Path(__file__).parent / "pages"

app = FastAPI()
app.mount("/static", StaticFiles(directory="static"), name="static")
app.mount("/dist", StaticFiles(directory="dist"), name="dist")
app.mount("/srv", StaticFiles(directory="/srv/files"), name="srv")
app.frontend("/", directory=PAGES)
