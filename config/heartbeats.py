"""Beat and the workers each say that they live; /readyz asks when each last did.

A heartbeat is a key in Redis that expires. Its age is what has passed of its time to live, as Redis itself counts it,
so that the clocks of different machines need not agree.
"""

import logging
from typing import Any, Final

import redis
from celery.beat import Scheduler
from celery.signals import heartbeat_sent
from django.conf import settings

logger = logging.getLogger(__name__)

STALE_AFTER: Final = 30.0  # seconds; beat and the workers say that they live at least every five
KEPT_FOR: Final = 600.0  # seconds; after that a part counts as never seen
PARTS: Final = ("beat", "worker")


def record(part: str) -> None:
    """Note that a part lives; a broker that is away is logged, and never stops the part."""
    try:
        with _broker() as broker:
            broker.set(_key(part), "alive", px=int(KEPT_FOR * 1000))
    except redis.RedisError as error:
        logger.warning("The heartbeat of %s could not be written: %s", part, error)


def ages() -> dict[str, float | None]:
    """Give the seconds since each part's last heartbeat, None for one not seen; raises RedisError without a broker."""
    with _broker() as broker:
        return {part: _age(broker.pttl(_key(part))) for part in PARTS}


class BeatingScheduler(Scheduler):
    """Beat's schedule, kept in memory, with a heartbeat at every turn."""

    # Beat sleeps until its next task is due, and never longer than this.
    max_interval = 5

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, note that beat lives, and return the seconds until the next turn."""
        wait: float = super().tick(*args, **kwargs)
        record("beat")
        return wait


@heartbeat_sent.connect
def worker_lives(**_kwargs: Any) -> None:
    """Note that a worker that is connected to the broker lives; Celery calls this every two seconds."""
    record("worker")


def _age(milliseconds_left: int) -> float | None:
    return None if milliseconds_left < 0 else max(0.0, round(KEPT_FOR - milliseconds_left / 1000, 1))


def _key(part: str) -> str:
    return f"chancery:heartbeat:{part}"


def _broker() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
