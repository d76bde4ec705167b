from contextlib import asynccontextmanager

import prometheus_client as metrics
from fastapi import FastAPI

from app.other import start_http_server


@asynccontextmanager
async def lifespan(_app):
    start_http_server()
    metrics.start_http_server(port=9090)
    yield


app = FastAPI(lifespan=lifespan)
