"""How late a level is, or was: on the wall clock, and in the working time of the office that was asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals import calendars
from approvals.models import Delay, RunsOn
from approvals.rules.working_time import working_time_between


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late: `wall` on the clock, `working` in the office's working time; `by_wall` where the clock alone counts."""

    wall: timedelta
    working: timedelta
    by_wall: bool


def lateness(delay: Delay, *, at: datetime) -> Lateness:
    """Return how late a delay was in the end, or is at `at` while nobody has decided.

    The delay has been read with its step or review, and its office. No query for calendars that have been read.
    """
    until = delay.resolved_at or at
    working = delay.late_working if delay.resolved_at is not None else None
    if working is None:
        working = in_working_time(delay, until=until)
    return Lateness(max(until - delay.due_at, timedelta()), max(working, timedelta()), delay.of.runs_on == RunsOn.WALL)


def in_working_time(delay: Delay, *, until: datetime) -> timedelta:
    """Return how much working time of its office has passed since a delay was due. It has been read with its office."""
    return working_time_between(delay.due_at, until, calendars.hours_of(delay.office))
