"""The clock of a step, its own or that of a regime: set when it opens, and again when a regime or a calendar turns."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from approvals import calendars
from approvals.models import Draft, Step
from approvals.rules import overlay
from approvals.rules.deadlines import next_alarm_at
from approvals.rules.overlay import Overlay
from approvals.rules.working_time import add_working_time

CLOCK_FIELDS = ("regime", "clock_from", "clock_limit")


def covering(regimes: Sequence[Overlay], draft: Draft) -> list[Overlay]:
    """Return those of the regimes that cover a draft on its way. Its route is read only when there are any."""
    if not regimes or draft.route is None:
        return []
    return overlay.covering(regimes, draft.route.facts)


def set_clock(step: Step, regimes: Sequence[Overlay], *, waits: tuple[timedelta, ...]) -> None:
    """Set the clock that an open step has under these regimes, which cover it: theirs, or its own.

    What has fired stays fired. `waits` tells how long after the deadline its escalations come. Silence is never
    cut short because a regime is over or a calendar changed: whoever was told that they had until then to speak has
    until then.
    """
    if step.opened_at is None:
        raise ValueError(f"The step {step.pk} has no clock: it has not opened.")
    hours = calendars.hours_for(step)
    own = add_working_time(step.opened_at, step.own_limit, hours)
    told = _told(step, own)
    under = overlay.clock_for(opened_at=step.opened_at, own_due=told, overlays=regimes)
    if under is None and told > own:
        return
    step.regime_id = under.regime_id if under else None
    step.clock_from = under.since if under else None
    step.clock_limit = under.limit if under else None
    clock = step.clock(waits, hours)
    step.due_at = clock.due_at
    step.next_alarm_at = next_alarm_at(clock, fired=step.places_fired)


def _told(step: Step, own: datetime) -> datetime:
    """Return until when a step has by itself; by the silence procedure, what was told if that is later."""
    if step.mode != Step.Mode.SILENCE or step.due_at is None:
        return own
    return max(own, step.due_at)
