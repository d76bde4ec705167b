from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    uploads: Path = Path("var/uploads")
    exports: str = Field(default="var/exports")


@lru_cache
def get_settings() -> Settings:
    return Settings()


settings = get_settings()
