import os

URL = os.environ["MIGRATION_URL"]
