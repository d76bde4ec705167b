from starlette.config import Config
from starlette.datastructures import CommaSeparatedStrings, Secret

config = Config(".env")

DEBUG = config("DEBUG", cast=bool, default=False)
DATABASE = config("DATABASE_URL")
KEY = config("SIGNING", cast=Secret)
HOSTS = config("HOSTS", cast=CommaSeparatedStrings, default="localhost, example.org")
WORKERS = config("WORKERS", int, 4)
