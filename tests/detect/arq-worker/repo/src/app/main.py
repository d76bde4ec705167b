from fastapi import FastAPI

from app.jobs import enqueue

app = FastAPI()
app.post("/mail")(enqueue)
