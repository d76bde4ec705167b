"""The shop: its articles, its orders, and the door for Telegram."""

import secrets
from contextlib import asynccontextmanager
from pathlib import Path

from aiogram.types import Update
from aiogram.utils.web_app import safe_parse_webapp_init_data
from fastapi import Depends, FastAPI, Header, HTTPException, Request, UploadFile
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address
from sqlalchemy import select

from bot import bot, dispatcher
from config import config
from database import Article, Order, Session, engine

uploads = Path(config.uploads)
uploads.mkdir(exist_ok=True)


@asynccontextmanager
async def lifespan(_: FastAPI):
    await bot.set_webhook(
        f"{config.public_url}/webhook",
        secret_token=config.webhook_secret.get_secret_value(),
        allowed_updates=dispatcher.resolve_used_update_types(),
    )
    yield
    await bot.session.close()
    engine.dispose()


limiter = Limiter(key_func=get_remote_address, storage_uri=config.redis_url.get_secret_value())
app = FastAPI(
    title="Spice stall",
    lifespan=lifespan,
    openapi_url="/openapi.json" if config.environment == "development" else None,
)
app.state.limiter = limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)
app.add_middleware(TrustedHostMiddleware, allowed_hosts=config.allowed_hosts)


class NewOrder(BaseModel):
    article: int
    count: int = Field(ge=1, le=100)
    phone: str | None = Field(default=None, max_length=20)


def buyer(init_data: str = Header(alias="X-Init-Data")) -> int:
    """Telegram's own word for who it is."""
    try:
        return safe_parse_webapp_init_data(config.bot_token.get_secret_value(), init_data).user.id
    except ValueError:
        raise HTTPException(status_code=401, detail="Please open the shop from Telegram")


@app.post("/webhook")
@limiter.limit("5/second")
async def webhook(request: Request, secret: str = Header("", alias="X-Telegram-Bot-Api-Secret-Token")):
    if not secrets.compare_digest(secret.encode(), config.webhook_secret.get_secret_value().encode()):
        raise HTTPException(status_code=403, detail="Only Telegram may ask here")
    await dispatcher.feed_update(bot, Update.model_validate(await request.json()))


@app.get("/api/articles")
@limiter.limit("100/minute")
def articles(request: Request):
    with Session() as session:
        found = session.scalars(select(Article).order_by(Article.id))
        return [{"id": one.id, "name": one.name, "price": float(one.price), "picture": one.picture} for one in found]


@app.post("/api/orders", status_code=201)
@limiter.limit("10/hour")
def order(request: Request, new: NewOrder, buyer: int = Depends(buyer)):
    with Session.begin() as session:
        if session.get(Article, new.article) is None:
            raise HTTPException(status_code=404, detail="There is no such article")
        session.add(Order(buyer=buyer, article_id=new.article, count=new.count, phone=new.phone))
    return {"status": "ordered"}


@app.post("/api/articles/{article_id}/picture", status_code=201)
@limiter.limit("20/hour")
async def picture(request: Request, article_id: int, file: UploadFile, buyer: int = Depends(buyer)):
    if buyer not in config.admins:
        raise HTTPException(status_code=403, detail="Only the stall's owners may do that")
    content = await file.read(config.upload_limit + 1)
    if file.content_type != "image/jpeg" or not content.startswith(b"\xff\xd8"):
        raise HTTPException(status_code=415, detail="A picture is a JPEG")
    if len(content) > config.upload_limit:
        raise HTTPException(status_code=413, detail="The picture is too large")
    (uploads / f"{article_id}.jpg").write_bytes(content)
    with Session.begin() as session:
        session.get_one(Article, article_id).picture = f"/uploads/{article_id}.jpg"
    return {"status": "kept"}


app.mount("/uploads", StaticFiles(directory=uploads), name="uploads")
app.mount("/", StaticFiles(directory="web", html=True), name="web")
