import os

environment = os.environ.get("APP_ENV", "dev").lower()

if environment == "prod":
    from .prod import *
elif environment == "test":
    from .testing import *
else:
    from .dev import *
