import os

from decouple import Config as Reader, RepositoryEnv
from starlette.config import Config

here = os.path.dirname(os.path.realpath(__file__))
config = Config(os.path.join(here, "..", "..", ".env"))
other = Reader(RepositoryEnv("settings.ini"))
committed = Config("defaults.env")
elsewhere = Config("/etc/shop.env")
without = Config()
DEBUG = config("DEBUG", cast=bool, default=False)
