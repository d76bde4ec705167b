import os

from fastapi import FastAPI

app = FastAPI(title=os.environ["ADMIN_NAME"])
