import os

import asyncpg
import redis
import sqlalchemy
from fastapi import FastAPI

DB_HOST = os.environ["DB_HOST"]
DB_PASSWORD = os.environ["DB_PASSWORD"]
DATABASE_URL = os.environ["DATABASE_URL"]
CELERY_BROKER_URL = os.environ["CELERY_BROKER_URL"]
REDIS_URL = os.environ["REDIS_URL"]
SECRET_KEY = os.environ["SECRET_KEY"]
STRIPE_API_KEY = os.environ["STRIPE_API_KEY"]
MAIL_FROM = os.environ["MAIL_FROM"]
DEBUG = os.environ.get("DEBUG", "true") == "true"
app = FastAPI()
QUEUE_URL = os.environ["QUEUE_URL"]
