"""The clock of a step under the regimes in force: set when it opens, and again when a regime begins or ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from approvals.models import Draft, Step
from approvals.rules import overlay
from approvals.rules.deadlines import next_alarm_at
from approvals.rules.overlay import Overlay

CLOCK_FIELDS = ("regime", "clock_from", "clock_limit")


def covering(regimes: Sequence[Overlay], draft: Draft) -> list[Overlay]:
    """Return those of the regimes that cover a draft on its way. Its route is read only when there are any."""
    if not regimes or draft.route is None:
        return []
    return overlay.covering(regimes, draft.route.facts)


def set_clock(step: Step, regimes: Sequence[Overlay], *, waits: tuple[timedelta, ...]) -> None:
    """Set the clock that an open step has under these regimes, which cover it: theirs, or its own.

    What has fired stays fired. `waits` tells how long after the deadline its escalations come. Silence is not cut short
    because a regime is over: whoever was told that they had until then to speak has until then.
    """
    if step.opened_at is None:
        raise ValueError(f"The step {step.pk} has no clock: it has not opened.")
    has = _limit_told(step, since=step.opened_at)
    under = overlay.clock_for(opened_at=step.opened_at, own_limit=has, overlays=regimes)
    if under is None and has > step.limit:
        return
    step.regime_id = under.regime_id if under else None
    step.clock_from = under.since if under else None
    step.clock_limit = under.limit if under else None
    clock = step.clock(waits)
    step.due_at = clock.due_at
    step.next_alarm_at = next_alarm_at(clock, fired=step.places_fired)


def _limit_told(step: Step, *, since: datetime) -> timedelta:
    """Return how long a step has: its own time, or, by the silence procedure, what a regime gave it if that is more."""
    if step.mode != Step.Mode.SILENCE or step.due_at is None:
        return step.limit
    return max(step.limit, step.due_at - since)
