from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    bot_token: SecretStr
    redis_url: str = "redis://localhost:6379/0"
    use_webhook: bool = False
    webhook_host: str = ""
    webhook_path: str = "/webhook"
    web_port: int = 8081


settings = Settings()
