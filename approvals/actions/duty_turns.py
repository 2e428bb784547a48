"""A duty officer whose shift begins is called to what presses already: by the clock, once for each step and shift."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import DutyShift
from approvals import announce_stops, asked
from approvals.actions import reach
from approvals.actions.flight import Flight
from approvals.actions.locking import lock_draft
from approvals.lifecycle import State
from approvals.models import Draft, Event, Mode, Step
from approvals.rules.authority import STOOD_IN_FOR

BATCH = 500
Called = tuple[int, int]  # step, shift


def fire_duty(*, at: datetime, batch: int = BATCH) -> int:
    """Call the duty officers whose shift has begun since a step that presses opened; return how many calls were made.

    The shifts that run now are asked, and the steps that are open at their offices: three queries where nobody is to be
    called. What somebody holds at this moment is left for the next sweep.
    """
    return sum(_call(draft_id, at=at) for draft_id in _due(at=at)[:batch])


def _due(*, at: datetime) -> list[UUID]:
    shifts = _running(at=at)
    if not shifts:
        return []
    steps = list(_pressing().filter(office__in={shift.posting.office_id for shift in shifts}))
    called = _called({step.draft_id for step in steps})
    due = [step.draft_id for step in steps if any(_is_new(step, shift, called) for shift in shifts)]
    return list(dict.fromkeys(due))


@transaction.atomic
def _call(draft_id: UUID, *, at: datetime) -> int:
    """Call whoever is on duty now to the steps of one draft that opened before; return how many calls were made."""
    if not Draft.objects.select_for_update(skip_locked=True).filter(pk=draft_id, state=State.IN_REVIEW).exists():
        return 0
    flight = Flight.of(lock_draft(draft_id), at=at)
    shifts, called = _running(at=at), _called([draft_id])
    count = 0
    for step in flight.open_steps:
        if not (reach.calls_duty(step) and asked.presses(step, flight.draft)):
            continue
        able = flight.able(step)
        for shift in shifts:
            if shift.posting.user_id in able and _is_new(step, shift, called):
                flight.note("duty_called", step=step.pk, level=step.name, shift=shift.pk)
                flight.envelopes += announce_stops.called_on_shift(step, flight.draft, shift)
                count += 1
    if count:
        flight.land()
    return count


def _running(*, at: datetime) -> list[DutyShift]:
    running = DutyShift.objects.filter(starts_at__lte=at, ends_at__gt=at)
    return list(running.select_related("posting").order_by("starts_at", "pk"))


def _pressing() -> QuerySet[Step]:
    asking = Step.objects.filter(asked.pressing(), status=Step.Status.OPEN, mode=Mode.APPROVE)
    return asking.filter(role__in=("duty", *STOOD_IN_FOR)).order_by("opened_at", "pk")


def _is_new(step: Step, shift: DutyShift, called: set[Called]) -> bool:
    """Say whether a shift at the office that is asked began after the step opened, and nobody was called to it yet."""
    is_there = shift.posting.office_id == step.office_id
    began_later = step.opened_at is not None and step.opened_at < shift.starts_at
    return is_there and began_later and (step.pk, shift.pk) not in called


def _called(drafts: Iterable[UUID]) -> set[Called]:
    """Return which steps of these drafts somebody was called to, and for which shift. No query for no draft."""
    wanted = list(drafts)
    if not wanted:
        return set()
    said = Event.objects.filter(draft__in=wanted, kind="duty_called").values_list("data", flat=True)
    return {(data["step"], data["shift"]) for data in said}
