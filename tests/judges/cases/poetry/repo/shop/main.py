"""A shop whose settings have a prefix."""

from fastapi import FastAPI
from pydantic import PostgresDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.ext.asyncio import create_async_engine


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_")

    database_url: PostgresDsn
    secret_key: SecretStr
    greeting: str = "hello: $world"


settings = Settings()
engine = create_async_engine(str(settings.database_url))


def create_app() -> FastAPI:
    app = FastAPI()

    @app.get("/")
    def index() -> dict[str, str]:
        return {"greeting": settings.greeting}

    return app
