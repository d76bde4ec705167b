"""What the environment decides."""

from pydantic import PostgresDsn, RedisDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the environment variable of that name, in capitals; all that is missing is said at once."""

    # A value that is refused may hold a password: errors must not show it.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    # Signs sessions. Who knows it can be anybody.
    secret_key: SecretStr
    database_url: PostgresDsn
    redis_url: RedisDsn
    celery_broker_url: str
