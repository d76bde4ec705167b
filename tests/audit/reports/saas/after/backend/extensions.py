"""What the parts of the application share."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from redis import Redis

from config import settings

csrf = CSRFProtect()
limiter = Limiter(
    get_remote_address,
    default_limits=["100 per minute"],
    storage_uri=settings.redis_url.get_secret_value(),
)
redis = Redis.from_url(settings.redis_url.get_secret_value(), decode_responses=True, socket_timeout=5)
