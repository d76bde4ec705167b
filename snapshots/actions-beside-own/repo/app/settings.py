from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    postgres_server: str
    postgres_port: int = 5432
    postgres_user: str
    postgres_password: SecretStr
    postgres_db: str
    redis_cache_host: str = "localhost"
    redis_cache_port: int = 6379
    secret_key: SecretStr
    page_size: int


settings = Settings()
