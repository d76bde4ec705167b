"""Who is signed in, in Redis: the same for every process, and after a restart."""

import secrets

from extensions import redis

LIFE = 8 * 60 * 60


def begin(person_id):
    token = secrets.token_urlsafe(32)
    redis.set(f"session:{token}", person_id, ex=LIFE)
    return token


def person_of(token):
    return redis.get(f"session:{token}") if token else None


def end(token):
    if token:
        redis.delete(f"session:{token}")
