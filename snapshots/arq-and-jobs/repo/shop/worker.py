import os

from arq.connections import RedisSettings


async def greet(ctx: dict, name: str) -> str:
    return f"Hello, {name}"


class WorkerSettings:
    functions = [greet]
    redis_settings = RedisSettings.from_dsn(os.environ["REDIS_URL"])
