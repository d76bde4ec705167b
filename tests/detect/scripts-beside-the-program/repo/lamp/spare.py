import os

LIMIT = os.environ.get("LIMIT", "5")
