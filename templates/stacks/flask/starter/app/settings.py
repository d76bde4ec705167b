"""What the environment decides."""

{% if "postgres" in selected and "redis" in selected %}
from pydantic import PostgresDsn, RedisDsn, SecretStr
{% elif "postgres" in selected %}
from pydantic import PostgresDsn, SecretStr
{% elif "redis" in selected %}
from pydantic import RedisDsn, SecretStr
{% else %}
from pydantic import SecretStr
{% endif %}
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the environment variable of that name, in capitals; all that is missing is said at once."""

    # A value that is refused may hold a password: errors must not show it.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    # Signs sessions. Who knows it can be anybody.
    secret_key: SecretStr
{% if "postgres" in selected %}
    database_url: PostgresDsn
{% endif %}
{% if "redis" in selected %}
    redis_url: RedisDsn
{% endif %}
{% if "celery" in selected %}
    celery_broker_url: str
{% endif %}
