from fastapi import APIRouter, FastAPI

router = APIRouter()


def _with_routes(app: FastAPI) -> FastAPI:
    app.include_router(router)
    return app


def create_app(title: str = "Shop"):
    application = FastAPI(title=title)
    application.include_router(router)
    return application
