import os

from fastapi import FastAPI

DEBUG = os.environ.get("DEBUG", "true")
app = FastAPI(debug=DEBUG == "true")
