from pydantic import SecretStr

from app.settings.base import CommonSettings


class TestSettings(CommonSettings):
    session_secret: SecretStr = SecretStr("for tests")
    only_in_tests: str
