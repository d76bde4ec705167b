from app.settings.base import CommonSettings


class ProductionLikeSettings(CommonSettings):
    from_a_test: str
