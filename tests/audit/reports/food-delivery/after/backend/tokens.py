"""Access tokens live for minutes; refresh tokens live in Redis, and each is good for one use."""

import secrets
from datetime import datetime, timedelta, timezone

import jwt

from settings import settings

ACCESS = timedelta(minutes=15)
REFRESH = timedelta(days=14)


def access_token(user_id: str) -> str:
    expires = datetime.now(timezone.utc) + ACCESS
    return jwt.encode({"sub": user_id, "exp": expires}, settings.jwt_secret.get_secret_value(), algorithm="HS256")


def user_of(token: str) -> str:
    claims = jwt.decode(token, settings.jwt_secret.get_secret_value(), algorithms=["HS256"])
    return claims["sub"]


async def refresh_token(redis, user_id: str) -> str:
    token = secrets.token_urlsafe(32)
    await redis.set(f"refresh:{token}", user_id, ex=REFRESH)
    return token


async def spend(redis, token: str) -> str | None:
    """The user whom a refresh token stands for, once."""
    return await redis.getdel(f"refresh:{token}")
