"""When a clock fires: reminder, overdue, escalations, in this order, each on the hours that its limit runs on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals.rules.working_time import WALL_CLOCK, Hours, add_working_time, subtract_working_time

# How long after a regime began or ended, or a calendar changed, the clocks are looked at once more.
LOOK_AGAIN = timedelta(seconds=30)
# How long before the end of a hold or a regime the policy officers are reminded of it.
ENDS_SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A step's clock: when it started, how long it has, when to remind, and how long after due to escalate.

    All of these are times on `hours`: the working hours of the office that is asked, or the wall clock. `told` is the
    deadline that people were told, where it holds whatever has become of these hours since.
    """

    opened_at: datetime
    limit: timedelta
    remind_before: timedelta | None = None
    escalate_after: tuple[timedelta, ...] = ()
    hours: Hours = WALL_CLOCK
    told: datetime | None = None

    @property
    def due_at(self) -> datetime:
        """Return the deadline."""
        return self.told or add_working_time(self.opened_at, self.limit, self.hours)


REMINDER_PLACE, OVERDUE_PLACE = 0, 1


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing a clock does: `reminder`, `overdue`, or `escalation` with its rung from 1.

    `place` is its place on the clock, the same whether or not the clock has a reminder: 0 is the reminder's, 1 that of
    the deadline, then the escalations. So a clock that is moved fires nothing twice, and leaves nothing out.
    """

    kind: str
    at: datetime
    rung: int = 0

    @property
    def place(self) -> int:
        """Return the place on the clock."""
        return {"reminder": REMINDER_PLACE, "overdue": OVERDUE_PLACE}.get(self.kind, OVERDUE_PLACE + self.rung)


def alarms(clock: Clock) -> tuple[Alarm, ...]:
    """Return everything this clock will do, in order. A reminder that would fall before the start is left out."""
    plan: list[Alarm] = []
    due = clock.due_at
    if clock.remind_before is not None and clock.remind_before < clock.limit:
        plan.append(
            Alarm("reminder", add_working_time(clock.opened_at, clock.limit - clock.remind_before, clock.hours))
        )
    plan.append(Alarm("overdue", due))
    after = sorted(clock.escalate_after)
    plan.extend(
        Alarm("escalation", add_working_time(due, wait, clock.hours), rung) for rung, wait in enumerate(after, start=1)
    )
    return tuple(plan)


def due_alarms(clock: Clock, *, fired: int, at: datetime) -> tuple[Alarm, ...]:
    """Return the alarms from place `fired` on whose time has come at `at`, in order; never one too early."""
    return tuple(alarm for alarm in alarms(clock) if alarm.place >= fired and alarm.at <= at)


def next_alarm_at(clock: Clock, *, fired: int) -> datetime | None:
    """Return when the clock fires next, all places before `fired` being done, or None when it has done all it does."""
    return next((alarm.at for alarm in alarms(clock) if alarm.place >= fired), None)


def places_fired(fired: int, done: Sequence[Alarm]) -> int:
    """Return the first place that has not fired when, after the first `fired` places, these alarms have."""
    return max([fired, *(alarm.place + 1 for alarm in done)])


def remaining(limit: timedelta, used: timedelta | None) -> timedelta:
    """Return how long a level has when it is asked again: what it has not used up, a quarter of its limit at least.

    So nobody is late at the moment of being asked.
    """
    return limit if used is None else max(limit - used, limit / 4)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one level has, and on which hours."""

    limit: timedelta
    hours: Hours = WALL_CLOCK


# The levels of each position to come, in order; those of one position run side by side.
Waits = Sequence[Sequence[Wait]]


def expected_clear_at(*, at: datetime, open_due: Sequence[datetime], waiting: Waits) -> datetime:
    """Return when a draft is expected to be cleared if every level takes its whole limit.

    `open_due` are the deadlines of the open steps (one that has passed counts as now); `waiting` are the positions to
    come.
    """
    reached = max([at, *open_due])
    for together in waiting:
        reached = max([reached, *(add_working_time(reached, wait.limit, wait.hours) for wait in together)])
    return reached


def decide_by(target: datetime, waiting: Waits) -> list[datetime]:
    """Return by when each position must be decided so that those behind it have their whole limit before `target`.

    The first is that of the position before `waiting`, which is open; the last is the target itself.
    """
    instants = [target]
    for together in reversed(waiting):
        latest = instants[0]
        instants.insert(0, min([latest, *(subtract_working_time(latest, wait.limit, wait.hours) for wait in together)]))
    return instants


def regime_alarm_at(
    *, starts_at: datetime, until: datetime | None, begun_at: datetime | None, closed_at: datetime | None, at: datetime
) -> datetime | None:
    """Return when a regime's own clock fires next after `at`: at its start, a day before its end and at its end.

    A little after its start and its end it looks again: whoever opened a step at the very moment may not have seen it.
    """
    if closed_at is not None:
        again = closed_at + LOOK_AGAIN
        return again if again > at else None
    if begun_at is None:
        return starts_at
    waits = [begun_at + LOOK_AGAIN] if begun_at + LOOK_AGAIN > at else []
    end = end_alarm_at(until, at=at)
    return min([*waits, *([end] if end else [])], default=None)


def end_alarm_at(until: datetime | None, *, at: datetime) -> datetime | None:
    """Return when what ends at `until` is spoken of next after `at`: a day before its end, else at its end."""
    if until is None:
        return None
    return until - ENDS_SOON if until - ENDS_SOON > at else until


def draft_alarm_at(
    *, moment: datetime | None, slot: datetime | None, risk: datetime | None, answer: datetime | None = None
) -> datetime | None:  # fmt: skip
    """Return when a draft's own clock fires next: at its slot, at its moment, from when on it is at risk, or when it
    should have answered.

    Each is None where there is none, or where it has been told.
    """
    return min((instant for instant in (moment, slot, risk, answer) if instant is not None), default=None)
