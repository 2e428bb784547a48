"""Who is asked at a step: who holds the role there, and, where the draft presses, the duty officer of that office."""

from collections.abc import Collection

from django.db.models import Q

from accounts.authority import Place, Seat
from accounts.models import Role
from approvals.models import Delay, Draft, Regime, Step, Urgency
from approvals.rules.authority import STOOD_IN_FOR, places_asked

PRESSING = (Urgency.URGENT, Urgency.CRISIS)


def presses(step: Step, draft: Draft) -> bool:
    """Say whether a step of this draft goes to the duty officer, too: it is urgent, or on the clock of a crisis."""
    if draft.urgency in PRESSING:
        return True
    return step.regime is not None and step.regime.kind == Regime.Kind.CRISIS


def pressing(step: str = "") -> Q:
    """Return the same as a condition on rows; `step` leads from the row to its step, such as `step__`."""
    return Q(**{f"{step}draft__urgency__in": PRESSING}) | Q(**{f"{step}regime__kind": Regime.Kind.CRISIS})


def places(step: Step, draft: Draft) -> tuple[Place, ...]:
    """Return the places from which a step of this draft is decided, the one that is asked first."""
    return places_asked(step.place, presses=presses(step, draft))


def places_of(delay: Delay) -> tuple[Place, ...]:
    """Return the places from which what was late is decided."""
    return places(delay.step, delay.draft) if delay.step is not None else (delay.of.place,)


def with_duty(asked: Collection[Place]) -> set[Place]:
    """Return these places and those of the duty officers of the same offices."""
    return {*asked, *((office, Role.DUTY.value) for office, _role in asked)}


def stood_in(seats: Collection[Seat]) -> set[Place]:
    """Return the places at which these seats stand in for others, beside those they have of their own."""
    offices = {seat.office_id for seat in seats if seat.role == Role.DUTY}
    return {(office, role) for office in offices for role in STOOD_IN_FOR} - {seat.place for seat in seats}
