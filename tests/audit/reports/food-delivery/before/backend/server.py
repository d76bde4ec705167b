"""Lunch boxes: kitchens, menus, orders, and where the rider is."""

import uuid
from datetime import datetime, timedelta, timezone

import bcrypt
import jwt
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, WebSocket, WebSocketDisconnect
from fastapi.middleware.cors import CORSMiddleware
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel, EmailStr

MONGO_URL = "mongodb://tiffin:Br1nj4l-and-R1ce@mongo.tiffin.example:27017/tiffin?authSource=admin"
JWT_SECRET = "9vQm2LxT7cWb5RkYp0ZsHd8N"

client = AsyncIOMotorClient(MONGO_URL)
db = client["tiffin"]

app = FastAPI(title="Tiffin")
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
api = APIRouter(prefix="/api")


class AccountCreate(BaseModel):
    email: EmailStr
    password: str
    name: str = ""


class Login(BaseModel):
    email: EmailStr
    password: str


class Line(BaseModel):
    dish: str
    count: int


class NewOrder(BaseModel):
    kitchen: str
    lines: list[Line]
    note: str = ""
    latitude: float
    longitude: float


class Payment(BaseModel):
    order: str
    method: str


def token_for(user_id: str) -> str:
    expires = datetime.now(timezone.utc) + timedelta(days=30)
    return jwt.encode({"sub": user_id, "exp": expires}, JWT_SECRET, algorithm="HS256")


async def current_user(authorization: str = Header()) -> dict:
    try:
        claims = jwt.decode(authorization.removeprefix("Bearer "), JWT_SECRET, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=401, detail="Please sign in again")
    user = await db.users.find_one({"id": claims["sub"]})
    if user is None:
        raise HTTPException(status_code=401, detail="Please sign in again")
    return user


@api.post("/auth/register", status_code=201)
async def register(account: AccountCreate):
    if await db.users.find_one({"email": account.email}):
        raise HTTPException(status_code=409, detail="This address has an account already")
    user_id = str(uuid.uuid4())
    hashed = bcrypt.hashpw(account.password.encode(), bcrypt.gensalt()).decode()
    await db.users.insert_one({"id": user_id, "email": account.email, "name": account.name, "password": hashed})
    return {"token": token_for(user_id)}


@api.post("/auth/login")
async def login(credentials: Login):
    user = await db.users.find_one({"email": credentials.email})
    if user is None or not bcrypt.checkpw(credentials.password.encode(), user["password"].encode()):
        raise HTTPException(status_code=401, detail="Address or password is wrong")
    return {"token": token_for(user["id"])}


@api.get("/kitchens")
async def kitchens():
    return await db.kitchens.find({"open": True}, {"_id": 0}).to_list(None)


@api.get("/kitchens/{kitchen}/dishes")
async def dishes(kitchen: str):
    return await db.dishes.find({"kitchen": kitchen}, {"_id": 0}).to_list(None)


@api.post("/orders", status_code=201)
async def order(new: NewOrder, user: dict = Depends(current_user)):
    try:
        total = 0
        for line in new.lines:
            dish = await db.dishes.find_one({"kitchen": new.kitchen, "name": line.dish})
            total += dish["price"] * line.count
        placed = {"id": str(uuid.uuid4()), "user": user["id"], "total": total, "status": "placed", **new.model_dump()}
        await db.orders.insert_one(dict(placed))
        return placed
    except Exception as error:
        print("The order failed:", error)
        raise HTTPException(status_code=500, detail=str(error))


@api.get("/orders")
async def orders(user: dict = Depends(current_user)):
    return await db.orders.find({"user": user["id"]}, {"_id": 0}).sort("placed_at", -1).to_list(None)


@api.post("/payments")
async def pay(payment: Payment, user: dict = Depends(current_user)):
    try:
        found = await db.orders.find_one({"id": payment.order, "user": user["id"]})
        # Every payment succeeds, until there is a provider.
        await db.orders.update_one({"id": found["id"]}, {"$set": {"status": "paid", "paid_by": payment.method}})
        return {"order": found["id"], "status": "paid"}
    except Exception as error:
        print("The payment failed:", error)
        raise HTTPException(status_code=500, detail=f"The payment failed: {error}")


@api.websocket("/orders/{order_id}/track")
async def track(socket: WebSocket, order_id: str):
    await socket.accept()
    try:
        while True:
            place = await socket.receive_json()
            await db.orders.update_one({"id": order_id}, {"$set": {"rider": place}})
            await socket.send_json(place)
    except WebSocketDisconnect:
        return


app.include_router(api)
