from arq.connections import RedisSettings


class Base:
    redis_settings = RedisSettings()


class Fast(Base):
    functions = []
    queue_name = "fast"


class Slow(Base):
    functions = []
    queue_name = "slow"
    cron_jobs = []
