from pydantic_settings import BaseSettings
from starlette.config import Config

config = Config(".env")


class Naming(BaseSettings):
    APP_NAME: str = config("APP_NAME", default="Desk")


class Oracle(BaseSettings):
    ORACLE_HOST: str = config("ORACLE_HOST", default="localhost")
    ORACLE_PORT: int = config("ORACLE_PORT", default=1521)


class Redis(BaseSettings):
    REDIS_PORT: int = config("REDIS_PORT", default="6379")
    REDIS_SECRET_KEY: str = config("REDIS_SECRET_KEY", default="letmein")
    REDIS_URL: str = f"redis://cache:{REDIS_PORT}"


class Settings(Naming, Redis):
    pass


settings = Settings()
