"""What is asked of the broker beside Celery: whether it answers, and how much waits there. Never with much patience."""

import redis
from django.conf import settings

PATIENCE = 1.0  # seconds


def answers() -> bool:
    """Say whether the broker answers now."""
    try:
        with _broker() as broker:
            return bool(broker.ping())
    except redis.RedisError:
        return False


def waiting(*queues: str) -> int:
    """Return how many tasks wait in these queues; raises RedisError without a broker."""
    with _broker() as broker:
        return sum(int(broker.llen(queue)) for queue in queues)


def _broker() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
