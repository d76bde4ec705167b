from fastapi import FastAPI

from shop.settings import DATABASE_URL

app = FastAPI(title=DATABASE_URL.partition(":")[0])
