"""The application: `uvicorn app.main:app` serves it."""

from fastapi import FastAPI

app = FastAPI(title="shop")


@app.get("/")
async def read_root() -> dict[str, str]:
    """Who answers here, and where to read on."""
    return {"name": app.title, "documentation": "/docs"}
