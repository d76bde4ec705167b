from fastapi import APIRouter, FastAPI

pages = APIRouter()
api = APIRouter()


def create_app() -> FastAPI:
    app = FastAPI()
    app.include_router(api, prefix="/api")
    app.include_router(pages)
    return app


app = create_app()
