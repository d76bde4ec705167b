from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AliasChoices, AnyUrl, BaseModel, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Region(StrEnum):
    EU = "eu"
    US = "us"


class Pool(BaseModel):
    size: int = 5
    timeout: float = 2.5


class Database(BaseModel):
    host: str
    port: int = 5432
    password: SecretStr
    pool: Pool = Pool()


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DESK_", env_nested_delimiter="__")

    title: str = "Desk"
    region: Region = Region.EU
    mode: Literal["fast", "safe"] = "safe"
    database: Database
    origins: Annotated[list[AnyUrl] | str, Field(description="who may ask")] = []
    broker: str = Field(validation_alias=AliasChoices("BROKER_URL", "QUEUE_URL"))
    note: str | None
    window: int = 60 * 24
    greeting: str = f"hello from {title}"

    @field_validator("origins")
    @classmethod
    def split(cls, value):
        return value


def get_settings() -> Settings:
    return Settings()
