from huey import crontab
from huey.contrib.djhuey import periodic_task


@periodic_task(crontab(hour=3))
def tidy() -> None:
    print("tidied")
