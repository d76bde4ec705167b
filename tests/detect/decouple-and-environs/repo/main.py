from decouple import Csv, config
from environs import Env
from fastapi import FastAPI

env = Env()
env.read_env()
app = FastAPI(debug=config("DEBUG", default=False, cast=bool))
HOSTS = config("HOSTS", cast=Csv())
CACHE = env.url("CACHE_URL")
SIZE = env.int("SIZE", 3)
NAME = env("NAME")
TAGS = env.list("TAGS", default=["a"])
