import common
from fastapi import FastAPI

app = FastAPI()
