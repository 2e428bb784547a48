"""When a clock fires: reminder, overdue, escalations, in this order. Plain arithmetic on instants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# How long after a regime began or ended its clocks are looked at once more.
LOOK_AGAIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Clock:
    """A step's clock: when it started, how long it has, when to remind, and how long after due to escalate."""

    opened_at: datetime
    limit: timedelta
    remind_before: timedelta | None = None
    escalate_after: tuple[timedelta, ...] = ()

    @property
    def due_at(self) -> datetime:
        """Return the deadline."""
        return self.opened_at + self.limit


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
        plan.append(Alarm("reminder", due - clock.remind_before))
    plan.append(Alarm("overdue", due))
    after = sorted(clock.escalate_after)
    plan.extend(Alarm("escalation", due + wait, rung) for rung, wait in enumerate(after, start=1))
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


def expected_clear_at(
    *,
    at: datetime,
    open_due: Sequence[datetime],
    waiting: Sequence[Sequence[timedelta]],
) -> datetime:
    """Return when a draft is expected to be cleared if every level takes its whole limit.

    `open_due` are the deadlines of the open steps (one that has passed counts as now); `waiting` are the
    limits of the positions to come, the parallel ones together.
    """
    reached = max([at, *open_due])
    return reached + sum((max(limits) for limits in waiting if limits), timedelta())


def regime_alarm_at(
    *, starts_at: datetime, until: datetime | None, begun_at: datetime | None, closed_at: datetime | None, at: datetime
) -> datetime | None:
    """Return when a regime's own clock fires next after `at`: at its start, at its end, and a little after each.

    It looks again because whoever opened a step at the very moment of the turn may not have seen it.
    """
    if closed_at is not None:
        again = closed_at + LOOK_AGAIN
        return again if again > at else None
    if begun_at is None:
        return starts_at
    waits = [begun_at + LOOK_AGAIN] if begun_at + LOOK_AGAIN > at else []
    return min([*waits, *([until] if until else [])], default=None)


def draft_alarm_at(
    *, moment: datetime | None, slot: datetime | None, is_cleared: bool, slot_told: bool
) -> datetime | None:
    """Return when a draft's own clock fires next: at its slot once cleared, and at its moment."""
    waits = [moment] if moment else []
    if slot and is_cleared and not slot_told:
        waits.append(slot)
    return min(waits) if waits else None
