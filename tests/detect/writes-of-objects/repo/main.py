import os
from pathlib import Path

from fastapi import FastAPI


class Uploads:
    FOLDER = "var/uploads"

    def __init__(self):
        self.logs = Path("var") / "logs"
        os.makedirs(self.FOLDER, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        self.more = self.more
        os.makedirs(self.more)


app = FastAPI()
