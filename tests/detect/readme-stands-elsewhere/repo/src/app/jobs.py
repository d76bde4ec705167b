from arq.connections import RedisSettings


async def send(ctx): ...


class WorkerSettings:
    functions = [send]
    redis_settings = RedisSettings()
