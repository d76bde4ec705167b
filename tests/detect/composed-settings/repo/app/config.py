from pydantic import SecretStr
from pydantic_settings import BaseSettings


class AppSettings(BaseSettings):
    APP_NAME: str = "shop"


class DatabaseSettings(BaseSettings):
    ...


class SQLiteSettings(DatabaseSettings):
    SQLITE_URI: str = "./sql_app.db"


class MySQLSettings(DatabaseSettings):
    MYSQL_SERVER: str = "localhost"
    MYSQL_PASSWORD: SecretStr = SecretStr("x")


class PostgresSettings(DatabaseSettings):
    POSTGRES_SERVER: str
    POSTGRES_PREFIX: str = "postgresql+asyncpg://"


class Settings(AppSettings, MySQLSettings, SQLiteSettings, PostgresSettings):
    pass


settings = Settings()
