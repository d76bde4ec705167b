from fastapi import FastAPI

from config import settings

app = FastAPI(title=settings.TITLE, debug=settings.get("DEBUG", False))
url = settings.DATABASE_URL
