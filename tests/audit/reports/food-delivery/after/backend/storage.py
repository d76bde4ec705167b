"""The database and the store, and what they need before the first request."""

from motor.motor_asyncio import AsyncIOMotorClient
from redis.asyncio import Redis

from settings import settings

client = AsyncIOMotorClient(
    settings.mongo_url.get_secret_value(),
    minPoolSize=10,
    maxPoolSize=50,
    maxIdleTimeMS=45_000,
    serverSelectionTimeoutMS=5_000,
)
db = client["tiffin"]
redis = Redis.from_url(settings.redis_url.get_secret_value(), decode_responses=True)


async def create_indexes() -> None:
    """Each field that a query asks for. What is there already is left alone."""
    await db.users.create_index("id", unique=True)
    await db.users.create_index("email", unique=True)
    await db.kitchens.create_index("open")
    await db.dishes.create_index([("kitchen", 1), ("name", 1)])
    await db.orders.create_index("id", unique=True)
    await db.orders.create_index([("user", 1), ("placed_at", -1)])
