"""What the environment decides."""

from typing import Literal, Self

from pydantic import (
    HttpUrl,
    PostgresDsn,
    RedisDsn,
    SecretStr,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the environment variable of that name, in capitals."""

    # A value that is refused may hold a password: errors must not show it.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    database_url: PostgresDsn
    redis_url: RedisDsn
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
