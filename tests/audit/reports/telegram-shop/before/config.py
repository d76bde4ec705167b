"""What the environment says."""

import os

BOT_TOKEN = os.getenv("BOT_TOKEN", "")
DATABASE_URL = os.getenv("DATABASE_URL", "")
PUBLIC_URL = os.getenv("PUBLIC_URL", "")
ADMINS = [int(admin) for admin in os.getenv("ADMINS", "").split(",") if admin]
UPLOADS = os.getenv("UPLOADS", "uploads")
