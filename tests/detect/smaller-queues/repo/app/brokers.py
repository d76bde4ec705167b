from taskiq_redis import ListQueueBroker, RedisAsyncResultBackend

broker = ListQueueBroker("redis://localhost").with_result_backend(RedisAsyncResultBackend("redis://localhost"))
