from fastapi import FastAPI

from .settings import DEBUG, config

app = FastAPI(debug=DEBUG)
REGION = config("REGION")
