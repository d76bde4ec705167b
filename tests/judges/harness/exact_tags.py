"""Whether an image reference says exactly what will run."""

import re

VERSION = re.compile(r"\d+\.\d+\.\d+|^RELEASE\.\d{4}-\d\d-\d\d")
# PostgreSQL's versions have two parts: 18.6 is a patch release.
POSTGRES = re.compile(r"\d+\.\d+")


def is_exact(image: str) -> bool:
    if "$" in image:  # the user's own choice, from .env
        return True
    if "@sha256:" in image:
        return True
    repository, _, tag = image.rpartition(":")
    if not repository or "/" in tag:
        return False
    pattern = POSTGRES if repository.split("/")[-1] == "postgres" else VERSION
    return bool(pattern.search(tag))
