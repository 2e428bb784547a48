"""Wakes the delivery at once after a commit. It may fail: the sweep every few seconds is the guarantee."""

import logging
import time
from functools import cache

from celery import current_app
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.pools import producers
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

TASK = "notifications.deliver_due"
# The longest that a broker which does not answer may hold up the person whose change was just committed.
PATIENCE = 0.5
# One nudge wakes a delivery of everything that is due, so more of them in the same second would find nothing.
QUIET_AFTER_NUDGE = 1.0
# A broker that failed is left alone for as long as the sweep takes to come round.
QUIET_AFTER_FAILURE = 5.0


class Bell:
    """When this process may next nudge."""

    quiet_until = 0.0


bell = Bell()


def nudge() -> None:
    """Ask for a delivery now; never raises for a broker that is down, and waits at most half a second for it."""
    if time.monotonic() < bell.quiet_until:
        return
    bell.quiet_until = time.monotonic() + QUIET_AFTER_NUDGE
    try:
        with producers[_broker(current_app.conf.broker_write_url)].acquire(block=True, timeout=PATIENCE) as producer:
            current_app.send_task(TASK, producer=producer, retry=False, ignore_result=True)
    except (KombuError, RedisError, OSError) as error:
        bell.quiet_until = time.monotonic() + QUIET_AFTER_FAILURE
        logger.warning("delivery not nudged (%s); the sweep will find the messages", type(error).__name__)


@cache
def _broker(url: str) -> Connection:
    """Describe the broker with short waits of our own: a worker's connection to it must be patient, this one not."""
    waits = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    return current_app.connection_for_write(
        url,
        connect_timeout=PATIENCE,
        transport_options=waits | {"connect_retries_timeout": PATIENCE, "max_retries": 0, "retry_on_timeout": False},
    )
