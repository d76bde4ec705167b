"""What the environment says."""

import os

SQLALCHEMY_DATABASE_URI = os.environ["DATABASE_URL"]
SECRET_KEY = os.environ["SECRET_KEY"]
STRIPE_SECRET_KEY = os.environ["STRIPE_SECRET_KEY"]
STRIPE_WEBHOOK_SECRET = os.environ["STRIPE_WEBHOOK_SECRET"]
STRIPE_PRICE = os.environ["STRIPE_PRICE"]
PUBLIC_URL = os.environ["PUBLIC_URL"]

SESSION_COOKIE_SECURE = True
CORS_ORIGINS = ["https://app.kettle.example", "http://localhost:5173"]
