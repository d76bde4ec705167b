from fastapi import FastAPI
from prices import price

app = FastAPI()


@app.get("/")
def root() -> dict[str, int]:
    return {"price": price()}
