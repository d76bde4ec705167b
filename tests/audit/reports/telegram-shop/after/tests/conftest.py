"""Settings of a test run; nothing is connected to before the first query."""

import os
import secrets

os.environ.setdefault("BOT_TOKEN", f"1:{secrets.token_hex(16)}")
os.environ.setdefault("WEBHOOK_SECRET", secrets.token_hex(16))
os.environ.setdefault("DATABASE_URL", "postgresql+psycopg://localhost/tests")
os.environ.setdefault("REDIS_URL", "memory://")
os.environ.setdefault("PUBLIC_URL", "https://stall.example")
os.environ.setdefault("ALLOWED_HOSTS", '["testserver"]')
