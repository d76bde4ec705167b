"""What a large application reads: names as they are met in the wild, every type that the environment can carry."""

from enum import Enum
from typing import Literal

from cryptography.fernet import Fernet
from pydantic import AnyHttpUrl, AnyUrl, EmailStr, PostgresDsn, RedisDsn, SecretStr, field_validator
from pydantic_settings import BaseSettings


class Environment(str, Enum):
    LOCAL = "local"
    STAGING = "staging"
    PRODUCTION = "production"


class Settings(BaseSettings):
    # The program itself.
    PROJECT_NAME: str
    ENVIRONMENT: Environment = Environment.LOCAL
    APP_ENV: Literal["dev", "prd"] = "dev"
    DEBUG: bool = True
    LOG_LEVEL: Literal["debug", "info", "warning"]
    TZ: str
    API_V1_STR: str
    BACKEND_CORS_ORIGINS: list[AnyHttpUrl]
    CORS_ORIGINS: str
    ALLOWED_HOSTS: list[str]
    TRUSTED_HOSTS: list[str] = ["*"]
    DOMAIN: str
    FRONTEND_URL: AnyUrl
    BACKEND_URL: str = "http://localhost:8000"
    FEATURE_FLAGS: dict[str, bool] = {}
    WORKERS_WANTED: int
    TAX_RATE: float
    REGISTRATION_OPEN: bool
    REGIONS: list[str]
    PLAN: Literal["free", "paid"]

    # The database, in parts and whole.
    POSTGRES_SERVER: str
    POSTGRES_PORT: int
    POSTGRES_USER: str
    POSTGRES_PASSWORD: str
    POSTGRES_DB: str
    POSTGRES_SYNC_PREFIX: str = "postgresql://"
    POSTGRES_ASYNC_PREFIX: str = "postgresql+asyncpg://"
    DEFAULT_DATABASE_HOSTNAME: str
    DEFAULT_DATABASE_DB: str
    DATABASE_URL: PostgresDsn
    DB_POOL_SIZE: int
    DB_MAX_OVERFLOW: int = 10

    # Caches and queues.
    REDIS_CACHE_HOST: str
    REDIS_QUEUE_PORT: int
    CACHE_URL: RedisDsn
    CELERY_BROKER_URL: str
    REDIS_PASSWORD: SecretStr

    # Keys and passwords that anything random satisfies.
    SECRET_KEY: str
    JWT_SECRET_KEY: SecretStr
    JWT_REFRESH_SECRET_KEY: str
    SESSION_SECRET: str
    OTP_SECRET_KEY: str
    FERNET_KEY: str
    PII_ENCRYPTION_KEY: SecretStr
    FIRST_SUPERUSER: EmailStr
    FIRST_SUPERUSER_PASSWORD: str
    ADMIN_PASSWORD: str = "changethis"
    CRUD_ADMIN_PASSWORD: SecretStr | None = None
    ALGORITHM: str
    ACCESS_TOKEN_EXPIRE_MINUTES: int
    REFRESH_TOKEN_EXPIRE_DAYS: int

    # Keys that only their owner knows.
    STRIPE_SECRET_KEY: str
    STRIPE_WEBHOOK_SECRET: str
    STRIPE_PUBLISHABLE_KEY: str
    STRIPE_PRICE_ID: str = ""
    CLERK_SECRET_KEY: str = ""
    OPENAI_API_KEY: SecretStr
    AWS_ACCESS_KEY_ID: str
    AWS_SECRET_ACCESS_KEY: str
    AWS_REGION: str = "eu-central-1"
    GOOGLE_CLIENT_ID: str
    GOOGLE_CLIENT_SECRET: str
    JWT_PRIVATE_KEY: str | None = None
    JWT_PUBLIC_KEY: str | None = None
    RABBITMQ_URL: str
    SLACK_WEBHOOK_URL: str | None = None
    SENTRY_DSN: AnyUrl | None = None
    SMTP_HOST: str | None = None
    SMTP_PORT: int = 587
    SMTP_TLS: bool = True
    SMTP_USER: str | None = None
    SMTP_PASSWORD: str | None = None
    EMAILS_FROM_EMAIL: EmailStr | None = None

    # Another database, which is not here.
    MYSQL_USER: str = "username"
    MYSQL_PASSWORD: str = "password"
    MYSQL_SERVER: str = "localhost"
    MYSQL_PORT: int = 5432

    @field_validator("FERNET_KEY")
    @classmethod
    def encrypts(cls, value: str) -> str:
        Fernet(value)
        return value


settings = Settings()
