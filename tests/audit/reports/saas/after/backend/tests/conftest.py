"""Settings of a test run; nothing is connected to before the first query."""

import os
import secrets

import pytest

os.environ.setdefault("DATABASE_URL", "postgresql+psycopg://localhost/tests")
os.environ.setdefault("REDIS_URL", "redis://localhost:6379/15")
os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))
os.environ.setdefault("STRIPE_SECRET_KEY", secrets.token_hex(8))
os.environ.setdefault("STRIPE_WEBHOOK_SECRET", secrets.token_hex(8))
os.environ.setdefault("STRIPE_PRICE", "price")
os.environ.setdefault("PUBLIC_URL", "https://app.kettle.example")
os.environ.setdefault("CORS_ORIGINS", '["https://app.kettle.example"]')


@pytest.fixture
def client():
    from app import app
    from extensions import limiter

    # Nothing is counted, so that no store is needed.
    limiter.enabled = False
    return app.test_client()
