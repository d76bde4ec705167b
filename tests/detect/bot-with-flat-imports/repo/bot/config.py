from pathlib import Path

import yaml

config_dir = Path(__file__).parent.parent.resolve() / "config"

with open(config_dir / "config.yml") as file:
    values = yaml.safe_load(file)

telegram_token = values["telegram_token"]
mongo_url = f"mongodb://mongo:{values['mongo_port']}"
