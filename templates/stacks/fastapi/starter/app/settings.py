{% if "postgres" in selected or "redis" in selected or "mongodb" in selected or "celery" in selected or "telegram" in selected %}
"""What the environment decides."""

{% if "telegram" in selected %}
from typing import Literal, Self

{% endif %}
{% if "postgres" in selected or "redis" in selected or "mongodb" in selected or "telegram" in selected %}
from pydantic import (
{% if "telegram" in selected %}
    HttpUrl,
{% endif %}
{% if "mongodb" in selected %}
    MongoDsn,
{% endif %}
{% if "postgres" in selected %}
    PostgresDsn,
{% endif %}
{% if "redis" in selected %}
    RedisDsn,
{% endif %}
{% if "telegram" in selected %}
    SecretStr,
    model_validator,
{% endif %}
)
{% endif %}
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the environment variable of that name, in capitals."""

    # A value that is refused may hold a password: errors must not show it.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

{% if "postgres" in selected %}
    database_url: PostgresDsn
{% endif %}
{% if "mongodb" in selected %}
    mongodb_url: MongoDsn
{% endif %}
{% if "redis" in selected %}
    redis_url: RedisDsn
{% endif %}
{% if "celery" in selected %}
    celery_broker_url: str
{% endif %}
{% if "telegram" in selected %}
    # From @BotFather. Who has it is the bot.
    bot_token: SecretStr
    # Polling asks Telegram for updates and needs no address; with a webhook, Telegram brings them.
    bot_mode: Literal["polling", "webhook"] = "polling"
    # For a webhook alone: where Telegram reaches this host, and what shows that it is Telegram who calls.
    public_url: HttpUrl | None = None
    webhook_secret: SecretStr | None = None

    @model_validator(mode="after")
    def webhooks_have_an_address(self) -> Self:
        if self.bot_mode == "webhook" and not (self.public_url and self.webhook_secret):
            raise ValueError("BOT_MODE=webhook needs PUBLIC_URL and WEBHOOK_SECRET")
        return self
{% endif %}
{% endif %}
