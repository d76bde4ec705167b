import os

from huey import RedisHuey, crontab

huey = RedisHuey("shop", url=os.environ["REDIS_URL"])


@huey.periodic_task(crontab(hour=3))
def tidy() -> None:
    print("tidied")
