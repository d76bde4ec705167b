import os

SECRET_KEY = os.environ["SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = os.getenv("DATABASE_URL", "postgresql+psycopg://hello@postgres/hello")
CELERY_CONFIG = {"broker_url": os.getenv("REDIS_URL", "redis://redis:6379/0"), "include": []}
