import os

from shop import create_app

app = create_app(os.getenv("APP_CONFIG", "production"))
