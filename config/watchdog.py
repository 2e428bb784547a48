"""Looks after one beat or one worker from within: says in the database that it lives, and ends it when it is stuck.

Whoever started the process starts it again: `make run`, or the `restart: unless-stopped` of compose.yaml.
"""

import logging
import os
import threading
from collections.abc import Callable
from typing import Final

import redis
from django.db import Error, connection

from accounts import clock
from approvals.actions import heartbeats
from config import broker

logger = logging.getLogger(__name__)

LOOKS_EVERY: Final = 5.0  # seconds
MOVES_WITHIN: Final = 20.0  # seconds; beat and the workers move every five, a lost connection takes ten to be noticed
STUCK_AFTER: Final = 60.0  # seconds without a move while the broker answers
DEAF_AFTER: Final = 30.0  # seconds for which tasks wait while a worker works on none
GAVE_UP: Final = 70  # the exit status of a process that its watchdog ended


class Watchdog(threading.Thread):
    """A thread beside the loop that it watches, so that a loop that hangs cannot keep it from looking."""

    def __init__(self, *, part: str, name: str, ignores_work: Callable[[], bool]) -> None:
        """Watch a part under the name it has; `ignores_work` says whether it does nothing although tasks wait."""
        super().__init__(name=f"watchdog of {part}", daemon=True)
        self._part, self._called, self._ignores_work = part, name, ignores_work
        self._moved_at = self._heard_at = clock.steady()
        self._stopped = threading.Event()

    def moved(self) -> None:
        """Note that the loop has turned."""
        self._moved_at = clock.steady()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def run(self) -> None:
        """Look every few seconds until told to stop."""
        self.look()
        while not self._stopped.wait(LOOKS_EVERY):
            self.look()

    def look(self) -> None:
        """Say that the part lives, or end it when it has been stuck for too long."""
        still = self._seconds_without_a_move()
        if still > STUCK_AFTER:
            self._end(f"has not moved for {still:.0f} seconds")
        elif still > MOVES_WITHIN:
            self._heard_at = clock.steady()
        elif (deaf := self._seconds_of_deafness()) > DEAF_AFTER:
            self._end(f"has taken no task for {deaf:.0f} seconds although tasks wait")
        else:
            self._say()

    def _seconds_without_a_move(self) -> float:
        # Without a broker a part can only wait, and waits: starting it again would help nobody.
        if not broker.answers():
            self._moved_at = self._heard_at = clock.steady()
        return clock.steady() - self._moved_at

    def _seconds_of_deafness(self) -> float:
        try:
            deaf = self._ignores_work()
        except redis.RedisError:
            deaf = False
        if not deaf:
            self._heard_at = clock.steady()
        return clock.steady() - self._heard_at

    def _say(self) -> None:
        try:
            heartbeats.say(part=self._part, name=self._called)
        except Error as error:
            logger.warning("The heartbeat of %s could not be written: %s", self._part, type(error).__name__)
            connection.close()

    def _end(self, why: str) -> None:
        logger.critical("This %s %s: its watchdog ends it, so that it is started again.", self._part, why)
        for handler in logging.getLogger().handlers:
            handler.flush()
        # Not by asking: what is stuck does not hear.
        os._exit(GAVE_UP)
