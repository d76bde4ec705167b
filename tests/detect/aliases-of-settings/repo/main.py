from typing import Annotated

from fastapi import FastAPI
from pydantic import AliasChoices, BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Pool(BaseModel):
    size: int = 5
    timeout: float


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="shop_", env_nested_delimiter="__")
    url: str = Field(validation_alias=AliasChoices("DATABASE_URL", "DB_URL"))
    key: Annotated[str, Field(alias="API_KEY")]
    pool: Pool
    debug: bool = False


settings = Settings()
app = FastAPI()
