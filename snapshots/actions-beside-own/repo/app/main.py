from fastapi import FastAPI

from app.settings import settings

app = FastAPI()


@app.get("/")
async def root() -> dict[str, int]:
    return {"page_size": settings.page_size}
