import os

from starlette.config import Config

config = Config(os.path.join(os.path.dirname(__file__), "..", ".env"))
DATABASE_URL: str = config("DATABASE_URL")
