from celery import Celery
from fastapi import FastAPI

app = FastAPI()


@app.post("/")
def send():
    Celery(broker="redis://queue").send_task("elsewhere.work")
