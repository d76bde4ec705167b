"""What the environment says. What is required and missing ends the start with a list of it."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class Config(BaseSettings):
    environment: Literal["development", "staging", "production"] = "production"
    bot_token: SecretStr
    webhook_secret: SecretStr = Field(min_length=32)
    database_url: SecretStr
    redis_url: SecretStr
    public_url: str = Field(pattern="^https://")
    allowed_hosts: list[str]
    admins: list[int] = []
    uploads: str = "uploads"
    upload_limit: int = 5_000_000


config = Config()
