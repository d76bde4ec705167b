from arq import create_pool
from arq.connections import RedisSettings


async def enqueue(address: str) -> None:
    pool = await create_pool(RedisSettings())
    await pool.enqueue_job("send", address)
