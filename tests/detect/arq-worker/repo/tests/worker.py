from arq.connections import RedisSettings


class WorkerSettings:
    functions = []
    redis_settings = RedisSettings()
