import os

import asyncpg

URL = os.environ["DATABASE_URL"]
