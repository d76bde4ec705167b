import logging
from enum import Enum
from typing import ClassVar, List, Optional

from pydantic import BaseSettings, Field, PostgresDsn, SecretStr


class Stage(Enum):
    live = "live"
    dev = "dev"
    test = "test"


class CommonSettings(BaseSettings):
    stage: Stage = Stage.live
    database_url: PostgresDsn
    session_secret: SecretStr
    pool_size: int = 10
    hosts: List[str] = ["*"]
    level: int = logging.INFO
    greeting: Optional[str]
    token: str = Field(..., env="API_BEARER")
    debug = False
    kind: ClassVar[str] = "common"
    _private: int = 1

    class Config:
        env_file = ".env"

    @property
    def verbose(self) -> bool:
        return self.debug
