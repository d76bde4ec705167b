"""What the environment says. What is required and missing ends the start with a list of it."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: SecretStr
    redis_url: SecretStr
    secret_key: SecretStr = Field(min_length=32)
    stripe_secret_key: SecretStr
    stripe_webhook_secret: SecretStr
    stripe_price: str
    public_url: str = Field(pattern="^https://")
    cors_origins: list[str]
    force_https: bool = True


settings = Settings()

SECRET_KEY = settings.secret_key.get_secret_value()
SQLALCHEMY_DATABASE_URI = settings.database_url.get_secret_value()
SQLALCHEMY_ENGINE_OPTIONS = {
    "pool_size": 5,
    "max_overflow": 5,
    "pool_pre_ping": True,
    "pool_recycle": 1800,
    "pool_timeout": 10,
}
MAX_CONTENT_LENGTH = 1_000_000
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
# Tokens against forged requests come in a header; the session that they belong to is the cookie's.
WTF_CSRF_TIME_LIMIT = None
WTF_CSRF_SSL_STRICT = settings.force_https
RATELIMIT_STORAGE_URI = settings.redis_url.get_secret_value()
RATELIMIT_HEADERS_ENABLED = True
