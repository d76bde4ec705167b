from fastapi import FastAPI

app = FastAPI()

import os

os.environ["USERS"]
