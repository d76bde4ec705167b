from .base import CommonSettings


class ProductionSettings(CommonSettings):
    pool_size: int = 20
    sentry_url: str = ""
