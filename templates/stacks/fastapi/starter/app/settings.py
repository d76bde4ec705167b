{% if "postgres" in selected or "redis" in selected %}
"""What the environment decides."""

{% if "postgres" in selected and "redis" in selected %}
from pydantic import PostgresDsn, RedisDsn
{% elif "postgres" in selected %}
from pydantic import PostgresDsn
{% else %}
from pydantic import RedisDsn
{% endif %}
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the environment variable of that name, in capitals."""

    # A value that is refused may hold a password: errors must not show it.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

{% if "postgres" in selected %}
    database_url: PostgresDsn
{% endif %}
{% if "redis" in selected %}
    redis_url: RedisDsn
{% endif %}
{% endif %}
