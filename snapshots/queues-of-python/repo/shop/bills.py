import os

from saq import Queue

queue = Queue.from_url(os.environ["REDIS_URL"])


async def bill(context) -> None:
    print("billed")


settings = {"queue": queue, "functions": [bill], "concurrency": 4}
