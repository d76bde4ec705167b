"""Settings of a test run; nothing is connected to before the first query."""

import os
import secrets

os.environ.setdefault("MONGO_URL", "mongodb://localhost:27017/tests")
os.environ.setdefault("REDIS_URL", "redis://localhost:6379/15")
os.environ.setdefault("JWT_SECRET", secrets.token_urlsafe(32))
os.environ.setdefault("ALLOWED_HOSTS", '["testserver"]')
