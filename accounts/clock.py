"""The one clock that counts: the database's. The machines that serve, sweep and deliver may each be wrong by an hour.

A process that follows it asks the database what time it is when it starts, and again every half a minute; in between it
counts on by the machine's steady clock, which nobody can set. SQLite has no clock but the machine's.
"""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import Error, connection
from django.utils import timezone

logger = logging.getLogger(__name__)

ASKED_EVERY: Final = 30.0  # seconds: steady clocks of two machines drift apart by a hundredth of a second in that time
ASKED_AGAIN_AFTER: Final = 5.0  # seconds, when the database did not answer
# Counts on while a virtual machine is suspended, where the system has such a clock.
_STEADY: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the database said the time was, and what the steady clock showed when the answer had come."""

    at: datetime
    taken: float


@dataclass(slots=True)
class _Clock:
    """How this process knows the time."""

    follows: bool = False
    ask_at: float = 0.0
    reading: _Reading | None = None


_clock = _Clock()


def now() -> datetime:
    """Return the time, by the database's clock in a process that follows it. At most one query in half a minute."""
    if _clock.follows and steady() >= _clock.ask_at:
        ask()
    reading = _clock.reading
    return reading.at + timedelta(seconds=steady() - reading.taken) if reading else timezone.now()


def follow_database() -> None:
    """Go by the database's clock from here on, in this whole process; without it, time is the machine's."""
    _clock.follows = True


def ask() -> None:
    """Ask the database what time it is, if this process follows it; one that does not answer leaves what was known."""
    if not _clock.follows or connection.vendor != "postgresql":
        return
    # First: other threads of this process go on by what is known.
    _clock.ask_at = steady() + ASKED_AGAIN_AFTER
    try:
        at = _database_time()
    except Error as error:
        logger.warning("The database does not say what time it is (%s).", type(error).__name__)
        return
    # After the answer: the time that it took makes a clock late, and never early.
    _clock.reading = _Reading(at, steady())
    _clock.ask_at = _clock.reading.taken + ASKED_EVERY


def steady() -> float:
    """Return seconds that only ever count on, whoever sets the machine's clock."""
    return time.clock_gettime(_STEADY)


def _database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
    return at.astimezone(UTC)
