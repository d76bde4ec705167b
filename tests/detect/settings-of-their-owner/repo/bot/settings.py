from pathlib import Path

import dotenv
import yaml

FOLDER = Path(__file__).parent.parent / "config"

with open(FOLDER / "bot.yml") as file:
    BOT = yaml.safe_load(file)
with open(FOLDER / "texts.yml") as file:
    TEXTS = yaml.safe_load(file)
LIMITS = dotenv.dotenv_values(FOLDER / "limits.env")
