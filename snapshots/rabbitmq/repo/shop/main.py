from fastapi import FastAPI

from shop.tasks import clean

app = FastAPI()


@app.post("/clean")
def begin() -> str:
    return clean.delay().id
