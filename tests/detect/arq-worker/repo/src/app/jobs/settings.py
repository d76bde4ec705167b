import os

from arq import cron
from arq.connections import RedisSettings

from .work import clean, send


class WorkerSettings:
    functions = [send]
    cron_jobs = [cron(clean, hour=3)]
    queue_name = "mail"
    redis_settings = RedisSettings(host=os.environ["QUEUE_HOST"])
