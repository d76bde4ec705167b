import os

from redis import Redis
from rq import Queue

mails = Queue("mails", connection=Redis.from_url(os.environ["REDIS_URL"]))


def send(address: str) -> None:
    print("sent")
