from fastapi import FastAPI

from shop.core.config import DEBUG

app = FastAPI(debug=DEBUG)
