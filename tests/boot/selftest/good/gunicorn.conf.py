"""One worker, so that the counts of the admin port are those of the whole container."""

import admin

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = 1
threads = 16
worker_tmp_dir = "/dev/shm"
graceful_timeout = 10
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"format": '{"level": "%(levelname)s", "logger": "%(name)s", "message": "%(message)s"}'}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}},
    "root": {"level": "INFO", "handlers": ["out"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["out"], "propagate": False}},
}


def post_worker_init(_worker):
    admin.serve()
