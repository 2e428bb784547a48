"""Beat and the workers each say in the database that they live, and a watchdog in each ends it when it is stuck.

Celery loads this module in both; what they say is read by /readyz, by the pages of administrators and by `make run`.
"""

import logging
import socket
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import redis
from celery import current_app
from celery.beat import ScheduleEntry, Scheduler
from celery.schedules import schedule
from celery.signals import beat_init, heartbeat_sent, worker_init, worker_shutting_down
from celery.worker import state

from accounts import clock
from config import broker
from config.celery_settings import CLOCKS, MESSAGES
from config.watchdog import Watchdog

logger = logging.getLogger(__name__)

# So many tasks may wait in a queue before beat adds none to it: each of them will find all that is due.
BACKLOG: Final = 10
BOOT: Final = datetime(1970, 1, 1, tzinfo=UTC)
_watching: list[Watchdog] = []


class SteadyEntry(ScheduleEntry):
    """One entry of beat's schedule: its interval is counted by a clock that nobody can set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.schedule, schedule):
            self.schedule.nowfun = steadily  # type: ignore[attr-defined]  # celery-types knows no such name

    def default_now(self) -> datetime:
        """Return the present, as far as intervals are concerned."""
        return steadily() if isinstance(self.schedule, schedule) else super().default_now()

    _default_now = default_now


class BeatingScheduler(Scheduler):
    """Beat's schedule, kept in memory; every turn shows that beat lives."""

    Entry = SteadyEntry
    # Beat sleeps until its next task is due, and never longer than this.
    max_interval = 5

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, note that beat lives, and return the seconds until the next turn."""
        wait: float = super().tick(*args, **kwargs)
        _moved()
        return wait

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send one task, unless its queue is full of tasks that nobody takes."""
        _moved()
        if _is_backed_up(entry.task):
            logger.warning("%s is not sent: %s tasks or more wait, and no worker takes them.", entry.task, BACKLOG)
        else:
            super().apply_entry(entry, producer=producer)


def steadily() -> datetime:
    """Return an instant that only ever moves on: right for intervals, and for nothing else."""
    return BOOT + timedelta(seconds=clock.steady())


def worker_name() -> str:
    """Return the name under which this machine's worker says that it lives; Celery gives it."""
    return f"celery@{socket.gethostname()}"


def beat_name() -> str:
    """Return the name under which this machine's beat says that it lives."""
    return socket.gethostname()


@beat_init.connect
def watch_beat(**_kwargs: Any) -> None:
    """Let a watchdog look after beat from its start."""
    _watch(Watchdog(part="beat", name=beat_name(), ignores_work=lambda: False))


@worker_init.connect
def watch_worker(sender: Any, **_kwargs: Any) -> None:
    """Let a watchdog look after a worker from its start, whether or not it finds its broker."""
    _watch(Watchdog(part="worker", name=sender.hostname, ignores_work=_Attention().is_elsewhere))


@heartbeat_sent.connect
def worker_moves(**_kwargs: Any) -> None:
    """Note that a worker's main loop turns; Celery calls this every two seconds while it has its broker."""
    _moved()


@worker_shutting_down.connect
def stop_watching(**_kwargs: Any) -> None:
    """Let a worker that was asked to stop take the time it is given."""
    while _watching:
        _watching.pop().stop()


def _watch(watchdog: Watchdog) -> None:
    _watching.append(watchdog)
    watchdog.start()


def _moved() -> None:
    for watchdog in _watching:
        watchdog.moved()


class _Attention:
    """Whether a worker listens: known faults leave one connected and deaf."""

    def __init__(self) -> None:
        self._taken = 0

    def is_elsewhere(self) -> bool:
        """Say whether tasks wait although this worker has none in hand, and took none since it was last asked."""
        before, self._taken = self._taken, state.all_total_count[0]
        has_work = state.active_requests or state.reserved_requests or self._taken != before
        return not has_work and broker.waiting(*current_app.amqp.queues.consume_from) > 0


def _is_backed_up(name: str | None) -> bool:
    queue = CLOCKS if name == "approvals.sweep_alarms" else MESSAGES
    try:
        return broker.waiting(queue) >= BACKLOG
    except redis.RedisError:
        return False
