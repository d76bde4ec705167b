"""Lunch boxes: kitchens, menus, orders, and where the rider is."""

import logging
import uuid
from contextlib import asynccontextmanager
from datetime import datetime, timezone

import bcrypt
import jwt
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request, WebSocket, WebSocketDisconnect
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from prometheus_client import make_asgi_app
from pydantic import BaseModel, EmailStr, Field
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address

from counters import events
from settings import settings
from storage import client, create_indexes, db, redis
from tokens import access_token, refresh_token, spend, user_of

log = logging.getLogger("tiffin")


@asynccontextmanager
async def lifespan(_: FastAPI):
    await create_indexes()
    yield
    client.close()
    await redis.aclose()


limiter = Limiter(
    key_func=get_remote_address,
    storage_uri=settings.redis_url.get_secret_value(),
    default_limits=["100/minute"],
)
app = FastAPI(
    title="Tiffin",
    lifespan=lifespan,
    openapi_url="/openapi.json" if settings.environment == "development" else None,
)
app.state.limiter = limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)
app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts)
app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.cors_origins,
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
    max_age=3600,
)
api = APIRouter(prefix="/api")


class AccountCreate(BaseModel):
    email: EmailStr
    password: str = Field(min_length=12, max_length=72)
    name: str = Field(default="", max_length=80)


class Login(BaseModel):
    email: EmailStr
    password: str


class Refresh(BaseModel):
    token: str


class Line(BaseModel):
    dish: str
    count: int = Field(ge=1, le=50)


class NewOrder(BaseModel):
    kitchen: str
    lines: list[Line]
    note: str = Field(default="", max_length=500)
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Payment(BaseModel):
    order: str
    method: str


async def tokens_for(user_id: str) -> dict:
    return {"token": access_token(user_id), "refresh": await refresh_token(redis, user_id)}


async def current_user(authorization: str = Header()) -> dict:
    try:
        user_id = user_of(authorization.removeprefix("Bearer "))
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=401, detail="Please sign in again")
    user = await db.users.find_one({"id": user_id})
    if user is None:
        raise HTTPException(status_code=401, detail="Please sign in again")
    return user


@api.post("/auth/register", status_code=201)
@limiter.limit("5/minute")
async def register(request: Request, account: AccountCreate):
    if await db.users.find_one({"email": account.email}):
        raise HTTPException(status_code=409, detail="This address has an account already")
    user_id = str(uuid.uuid4())
    hashed = bcrypt.hashpw(account.password.encode(), bcrypt.gensalt()).decode()
    await db.users.insert_one({"id": user_id, "email": account.email, "name": account.name, "password": hashed})
    events.labels("sign-up", "ok").inc()
    return await tokens_for(user_id)


@api.post("/auth/login")
@limiter.limit("5/minute")
async def login(request: Request, credentials: Login):
    user = await db.users.find_one({"email": credentials.email})
    if user is None or not bcrypt.checkpw(credentials.password.encode(), user["password"].encode()):
        log.warning("A sign-in failed")
        raise HTTPException(status_code=401, detail="Address or password is wrong")
    return await tokens_for(user["id"])


@api.post("/auth/refresh")
@limiter.limit("5/minute")
async def refresh(request: Request, old: Refresh):
    user_id = await spend(redis, old.token)
    if user_id is None:
        raise HTTPException(status_code=401, detail="Please sign in again")
    return await tokens_for(user_id)


@api.get("/kitchens")
async def kitchens():
    return await db.kitchens.find({"open": True}, {"_id": 0}).to_list(200)


@api.get("/kitchens/{kitchen}/dishes")
async def dishes(kitchen: str):
    return await db.dishes.find({"kitchen": kitchen}, {"_id": 0}).to_list(200)


@api.post("/orders", status_code=201)
@limiter.limit("10/hour")
async def order(request: Request, new: NewOrder, user: dict = Depends(current_user)):
    total = 0
    for line in new.lines:
        dish = await db.dishes.find_one({"kitchen": new.kitchen, "name": line.dish})
        if dish is None:
            raise HTTPException(status_code=404, detail="The kitchen has no such dish today")
        total += dish["price"] * line.count
    placed = {
        "id": str(uuid.uuid4()),
        "user": user["id"],
        "total": total,
        "status": "placed",
        "placed_at": datetime.now(timezone.utc),
        **new.model_dump(),
    }
    await db.orders.insert_one(dict(placed))
    events.labels("order", "ok").inc()
    return placed


@api.get("/orders")
async def orders(user: dict = Depends(current_user)):
    return await db.orders.find({"user": user["id"]}, {"_id": 0}).sort("placed_at", -1).to_list(50)


@api.post("/payments")
async def pay(payment: Payment, user: dict = Depends(current_user)):
    found = await db.orders.find_one({"id": payment.order, "user": user["id"]})
    if found is None:
        raise HTTPException(status_code=404, detail="There is no such order")
    # Every payment succeeds, until there is a provider.
    await db.orders.update_one({"id": found["id"]}, {"$set": {"status": "paid", "paid_by": payment.method}})
    events.labels("payment", "ok").inc()
    return {"order": found["id"], "status": "paid"}


@api.websocket("/orders/{order_id}/track")
async def track(socket: WebSocket, order_id: str):
    await socket.accept()
    try:
        while True:
            place = await socket.receive_json()
            await db.orders.update_one({"id": order_id}, {"$set": {"rider": place}})
            await socket.send_json(place)
    except WebSocketDisconnect:
        log.info("The rider's page was closed")


app.include_router(api)
# The proxy leads nobody here: it knows `/api` alone.
app.mount("/internal/metrics", make_asgi_app())
