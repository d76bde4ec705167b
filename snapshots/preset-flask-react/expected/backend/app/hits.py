"""A counter in Redis."""

from flask import Blueprint

from app.cache import redis

blueprint = Blueprint("hits", __name__)


@blueprint.get("/hits")
def count_hit() -> dict[str, int]:
    """How often this address has been asked for, across all processes."""
    return {"hits": redis().incr("hits")}
