from fastapi import APIRouter, FastAPI

from app.settings import settings

users = APIRouter(prefix="/users")
api = APIRouter()
api.include_router(users)

app = FastAPI()
app.include_router(api, prefix=settings.API_V1_STR)
app.include_router(users, prefix="/api/internal")
