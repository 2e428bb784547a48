"""Backwards from a draft's slot or moment: by when each level must decide, and from when on the draft is at risk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from approvals import calendars, facts
from approvals.lifecycle import State
from approvals.models import Draft, Step
from approvals.rules import deadlines
from approvals.rules.deadlines import Wait
from approvals.rules.working_time import WALL_CLOCK, subtract_working_time


@dataclass(frozen=True, slots=True)
class Plan:
    """When a draft in review is cleared if every level takes its whole time, and what its slot or moment asks for.

    `decide_by` says for each position that is open or to come, by when it must decide so that those behind it have
    their whole time before `target`; from `risk_at` on, less than a quarter of an open level's limit is left until
    then. Without a slot or a moment there is no target.
    """

    expected_clear_at: datetime
    target: datetime | None = None
    decide_by: Mapping[int, datetime] = field(default_factory=dict)
    risk_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Say whether the target is missed if every level takes its whole time."""
        return self.target is not None and self.expected_clear_at >= self.target


def target_of(draft: Draft) -> datetime | None:
    """Return by when a draft should be cleared: its slot, or else its moment, or else when it should have answered."""
    return draft.publish_at or draft.moment or draft.answer_by


def plan(draft: Draft, steps: Sequence[Step], *, at: datetime, under: timedelta | None = None) -> Plan | None:
    """Return the plan of a draft in review from the steps of its route; None for any other draft.

    `under` is the time that a regime in force gives every level. No query for calendars that have been read.
    """
    if draft.state != State.IN_REVIEW:
        return None
    holding = [step for step in steps if step.status == Step.Status.OPEN and step.mode not in facts.PASSING]
    waiting = facts.waits(steps, under=under)
    to_come = list(waiting.values())
    expected = deadlines.expected_clear_at(
        at=at, open_due=[step.due_at for step in holding if step.due_at], waiting=to_come
    )
    target = target_of(draft)
    if target is None:
        return Plan(expected)
    instants = deadlines.decide_by(target, to_come)
    now = sorted({step.position for step in holding})
    by = dict.fromkeys(now, instants[0]) | dict(zip(waiting, instants[1:], strict=True))
    return Plan(expected, target, by, _risk_at(holding, instants[0]))


def foreseen(
    waiting: Mapping[int, Sequence[Wait]], *, target: datetime | None, at: datetime
) -> tuple[datetime, dict[int, datetime]]:
    """Return when a draft that were submitted now would be cleared, and by when each position would have to decide."""
    to_come = list(waiting.values())
    expected = deadlines.expected_clear_at(at=at, open_due=(), waiting=to_come)
    if target is None:
        return expected, {}
    return expected, dict(zip(waiting, deadlines.decide_by(target, to_come)[1:], strict=True))


def _risk_at(holding: Sequence[Step], decide_by: datetime) -> datetime | None:
    """Return from when on a quarter of an open level's time or less is left before it must decide."""
    starts = []
    for step in holding:
        regime = step.clock_limit is not None
        hours = WALL_CLOCK if regime else calendars.hours_for(step)
        limit = step.clock_limit if step.clock_limit is not None else step.own_limit
        starts.append(subtract_working_time(decide_by, limit / 4, hours))
    return min(starts, default=None)
