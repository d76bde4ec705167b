import os
from pathlib import Path

from hub.paths import BASE_DIR, UPLOADS


def prepare():
    (Path("data") / "cache").mkdir(parents=True, exist_ok=True)


def save(name, content):
    with open(UPLOADS / name, "wb") as file:
        file.write(content)
    with open(os.path.join(BASE_DIR, "settings.json")) as file:
        file.read()
    with open("/var/lib/hub/state", "w") as file:
        file.write("")
    Path("/tmp/hub").mkdir()


prepare()
