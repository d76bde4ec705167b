"""An application with Prometheus metrics of its own, in the client's usual multiprocess mode."""

import os

import prometheus_client
from fastapi import FastAPI, Response
from prometheus_client import multiprocess

app = FastAPI()
calls = prometheus_client.Counter("http_requests_total", "The application's own.", ["page"])


@app.get("/count")
async def count():
    calls.labels("count").inc()
    return "counted"


@app.get("/metrics")
async def metrics():
    registry = prometheus_client.CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, path=os.environ["PROMETHEUS_MULTIPROC_DIR"])
    return Response(prometheus_client.generate_latest(registry), media_type="text/plain")


@app.get("/facts")
async def facts():
    own = os.listdir(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    return {"files": own, "module": prometheus_client.__file__}
