"""The application: `uvicorn app.main:app` serves it."""

from fastapi import APIRouter, FastAPI

app = FastAPI(
    title="shop",
)
api = APIRouter()


@api.get("/")
async def read_root() -> dict[str, str]:
    """Who answers here, and where to read on."""
    return {"name": app.title, "documentation": "/docs"}


app.include_router(api)
