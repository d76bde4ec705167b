import os

import valkey
from fastapi import FastAPI

store = valkey.Valkey.from_url(os.environ["VALKEY_URL"])
app = FastAPI()


@app.get("/")
def hits() -> dict[str, int]:
    return {"hits": store.incr("hits")}
