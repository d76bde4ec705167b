"""What the environment says. What is required and missing ends the start with a list of it."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    environment: Literal["development", "staging", "production"] = "production"
    mongo_url: SecretStr
    redis_url: SecretStr
    jwt_secret: SecretStr = Field(min_length=32)
    cors_origins: list[str] = []
    allowed_hosts: list[str]
    body_limit: int = 1_000_000


settings = Settings()
