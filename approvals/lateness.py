"""How late a level is, or was: on the wall clock, and on what its limit runs on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals import calendars
from approvals.models import Delay, RunsOn


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late: `wall` on the clock, `working` in the office's working time; None where the wall clock counts."""

    wall: timedelta
    working: timedelta | None


def lateness(delay: Delay, *, at: datetime) -> Lateness:
    """Return how late a delay was in the end, or is at `at` while nobody has decided.

    The delay has been read with its step and the step's office.
    """
    until = delay.resolved_at or at
    wall = max(until - delay.due_at, timedelta())
    if delay.step.runs_on == RunsOn.WALL:
        return Lateness(wall, None)
    if delay.resolved_at is not None and delay.late_working is not None:
        return Lateness(wall, delay.late_working)
    return Lateness(wall, max(calendars.hours_for(delay.step).between(delay.due_at, until), timedelta()))
