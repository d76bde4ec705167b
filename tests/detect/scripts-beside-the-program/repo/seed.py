import os

import redis

if __name__ == "__main__":
    redis.from_url(os.environ["SEED_URL"])
