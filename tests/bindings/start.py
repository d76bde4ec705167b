"""Imports the settings of a rendered repository as its container would, and checks what they became: start.py FOLDER"""

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml
from dotenv import dotenv_values

FOLDER = Path(sys.argv[1])
SECRETS = FOLDER / "deploy/secrets/values"
# What only a person knows, with values that a person would give.
PERSON = {
    "FIRST_SUPERUSER": "admin@shop.example.com",
    "GOOGLE_CLIENT_ID": "1234.apps.example.com",
    "PLAN": "paid",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_1",
    "TAX_RATE": "0.2",
}
PERSON_SECRETS = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "GOOGLE_CLIENT_SECRET",
    "OPENAI_API_KEY",
    "RABBITMQ_URL",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
]
USES = """
from pydantic import AnyHttpUrl
from app.settings import Environment, settings as s
assert s.ENVIRONMENT is Environment.PRODUCTION and s.APP_ENV == "prd" and s.DEBUG is False
assert [str(origin) for origin in s.BACKEND_CORS_ORIGINS] == ["https://shop.example.com/"]
assert s.ALLOWED_HOSTS == ["shop.example.com"] and s.REGIONS == ["north", "south"]
assert s.POSTGRES_PASSWORD in str(s.DATABASE_URL) and s.DATABASE_URL.scheme == "postgresql+asyncpg"
assert s.REDIS_PASSWORD.get_secret_value() in str(s.CACHE_URL) and s.REDIS_QUEUE_PORT == 6379
assert s.CELERY_BROKER_URL.endswith("/1") and s.POSTGRES_PORT == 5432
assert len(s.JWT_SECRET_KEY.get_secret_value()) == 64 and s.ADMIN_PASSWORD != "changethis"
assert s.MYSQL_PASSWORD == "password" and s.SMTP_PASSWORD is None and s.JWT_PRIVATE_KEY is None
print(len(type(s).model_fields), "settings are what their types ask for")
"""


def environment() -> dict[str, str]:
    """What the launcher of the runtime kit gives the program, from the files of the repository."""
    web = yaml.safe_load((FOLDER / "compose.yaml").read_text())["services"]["shop-web"]
    settings = {
        name: value
        for name, value in dotenv_values(FOLDER / ".env", interpolate=False).items()
        if value
    }
    missing = sorted(set(PERSON) - {name for name in PERSON if name not in settings})
    assert not missing, f".env has values for {missing}, which only a person knows"
    settings |= PERSON
    result = {}
    for name, value in web["environment"].items():
        if value is None:
            result |= {name: settings[name]} if name in settings else {}
        elif asked := re.fullmatch(r"\$\{(\w+):\?.*\}", value):
            assert asked[1] in settings, f"Compose would stop: {asked[1]} is not in .env"
            result[name] = settings[asked[1]]
        else:
            result[name] = value.replace("$$", "$")
    return result


def main() -> None:
    empty = [name for name in PERSON_SECRETS if (SECRETS / name).exists()]
    assert not empty, f"secrets were made for {empty}, which only a person knows"
    for name in PERSON_SECRETS:
        (SECRETS / name).write_text(f"value of {name}\n")
    wanted = yaml.safe_load((FOLDER / "compose.yaml").read_text())["secrets"]
    lacking = [name for name in wanted if not (SECRETS / name).exists()]
    assert not lacking, f"Compose would stop: there is no file for {lacking}"
    sys.path.insert(0, str(FOLDER / "deploy/shop"))
    from shipready_kit.environ import build

    built = build(environment() | {"KIT_SECRETS_DIR": str(SECRETS), "PATH": os.environ["PATH"]})
    done = subprocess.run([sys.executable, "-B", "-c", USES], cwd=FOLDER, env=built, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
