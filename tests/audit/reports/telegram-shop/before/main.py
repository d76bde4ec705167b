"""The shop: its articles, its orders, and the door for Telegram."""

from pathlib import Path

from aiogram.types import Update
from aiogram.utils.web_app import safe_parse_webapp_init_data
from fastapi import Depends, FastAPI, Header, HTTPException, Request, UploadFile
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from sqlalchemy import select

import config
from bot import bot, dispatcher
from database import Article, Order, Session, prepare

app = FastAPI()
uploads = Path(config.UPLOADS)
uploads.mkdir(exist_ok=True)


@app.on_event("startup")
async def start():
    prepare()
    await bot.set_webhook(f"{config.PUBLIC_URL}/webhook")


class NewOrder(BaseModel):
    article: int
    count: int
    phone: str | None = None


def buyer(init_data: str = Header(alias="X-Init-Data")) -> int:
    """Telegram's own word for who it is."""
    try:
        return safe_parse_webapp_init_data(config.BOT_TOKEN, init_data).user.id
    except ValueError:
        raise HTTPException(status_code=401, detail="Please open the shop from Telegram")


@app.post("/webhook")
async def webhook(request: Request):
    await dispatcher.feed_update(bot, Update.model_validate(await request.json()))


@app.get("/api/articles")
def articles():
    with Session() as session:
        found = session.scalars(select(Article).order_by(Article.id))
        return [{"id": one.id, "name": one.name, "price": float(one.price), "picture": one.picture} for one in found]


@app.post("/api/orders", status_code=201)
def order(new: NewOrder, buyer: int = Depends(buyer)):
    with Session.begin() as session:
        if session.get(Article, new.article) is None:
            raise HTTPException(status_code=404, detail="There is no such article")
        session.add(Order(buyer=buyer, article_id=new.article, count=new.count, phone=new.phone))
    return {"status": "ordered"}


@app.post("/api/articles/{article_id}/picture", status_code=201)
async def picture(article_id: int, file: UploadFile, buyer: int = Depends(buyer)):
    if buyer not in config.ADMINS:
        raise HTTPException(status_code=403, detail="Only the stall's owners may do that")
    (uploads / f"{article_id}.jpg").write_bytes(await file.read())
    with Session.begin() as session:
        session.get_one(Article, article_id).picture = f"/uploads/{article_id}.jpg"
    return {"status": "kept"}


app.mount("/uploads", StaticFiles(directory=uploads), name="uploads")
app.mount("/", StaticFiles(directory="web", html=True), name="web")
