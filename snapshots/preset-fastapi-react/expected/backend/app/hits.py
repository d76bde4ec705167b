"""A counter in Redis."""

from fastapi import APIRouter

from app.cache import Cache

router = APIRouter(tags=["hits"])


@router.get("/hits")
async def count_hit(cache: Cache) -> dict[str, int]:
    """How often this address has been asked for, across all processes."""
    return {"hits": await cache.incr("hits")}
