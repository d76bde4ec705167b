from app.settings.base import CommonSettings


class DevelopmentSettings(CommonSettings):
    pool_size: int = 1
    reload: bool = True
