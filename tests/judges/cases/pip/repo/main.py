"""An orders service whose settings are plain environment variables."""

import os

import redis
import sqlalchemy
from fastapi import FastAPI

os.makedirs("logs", exist_ok=True)

engine = sqlalchemy.create_engine(
    "postgresql://{}:{}@{}/{}".format(
        os.environ["DB_USER"], os.environ["DB_PASSWORD"], os.environ["DB_HOST"], os.environ["DB_NAME"]
    )
)
cache = redis.Redis(host=os.getenv("REDIS_HOST", "localhost"))
stripe_key = os.environ["STRIPE_API_KEY"]
region = os.environ["REGION"]

app = FastAPI()


@app.get("/")
def index() -> dict[str, str]:
    return {"region": region}
