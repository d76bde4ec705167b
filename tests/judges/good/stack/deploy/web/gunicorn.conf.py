"""How gunicorn serves the application."""

import os

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
graceful_timeout = 20
max_requests = 1000
max_requests_jitter = 100
worker_tmp_dir = "/dev/shm"
_drain_seconds = 5


def post_worker_init(worker):
    worker.log.info("worker %s serves, drain %s s", worker.pid, _drain_seconds)
