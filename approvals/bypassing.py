"""Who may bypass what remains of a route, and what a bypass would skip: asked by the action and by whoever shows it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from accounts.authority import Seat
from accounts.models import Office, Role, User
from approvals import facts, in_force
from approvals.lifecycle import State
from approvals.models import Bypass, Draft, Kind, Mode, Regime, Step, Urgency

UNDECIDED = (Step.Status.OPEN, Step.Status.WAITING)
BLOCKING = (Mode.APPROVE, Mode.SILENCE)


def remaining(steps: Iterable[Step]) -> list[Step]:
    """Return the steps that a bypass would skip: those that hold the draft up, now or later."""
    return [step for step in steps if step.status in UNDECIDED and step.mode in BLOCKING]


def seat_for(draft: Draft, seats: Collection[Seat], steps: Sequence[Step], *, at: datetime) -> Seat | None:
    """Return the seat from which what remains of a draft's route may be bypassed; None where no seat will do.

    A policy officer's; in a crisis also that of the duty officer of an office that is asked, or of a headquarters.
    No query for a policy officer or for whoever is not on duty, three at most for a duty officer.
    """
    if draft.kind == Kind.LINE:
        return None
    officer = next((seat for seat in seats if seat.role == Role.POLICY), None)
    if officer is not None:
        return officer
    on_duty = [seat for seat in seats if seat.role == Role.DUTY]
    if not on_duty or not is_crisis(draft, at=at):
        return None
    asked = {step.office_id for step in remaining(steps)}
    duty = next((seat for seat in on_duty if seat.office_id in asked), None)
    if duty is not None:
        return duty
    quarters = set(headquarters().filter(pk__in={seat.office_id for seat in on_duty}).values_list("pk", flat=True))
    return next((seat for seat in on_duty if seat.office_id in quarters), None)


def is_crisis(draft: Draft, *, at: datetime) -> bool:
    """Say whether a draft is of a crisis: by its own urgency, or because a crisis regime covers it. At most a query."""
    if draft.urgency == Urgency.CRISIS:
        return True
    known = draft.route.facts if draft.route is not None else {}
    crises = in_force.regimes(at=at).filter(kind=Regime.Kind.CRISIS)
    return any(in_force.scope_of(regime).covers(known) for regime in crises)


def headquarters() -> QuerySet[Office]:
    """Return the offices at headquarters."""
    return Office.objects.filter(kind=Office.Kind.HEADQUARTERS)


def may(draft: Draft, user: User, seats: Collection[Seat], steps: Sequence[Step], *, at: datetime) -> bool:
    """Say whether somebody may bypass what remains of a draft's route now. No query for most, four at most."""
    if draft.state != State.IN_REVIEW or not remaining(steps):
        return False
    if seat_for(draft, seats, steps, at=at) is None:
        return False
    return user.pk not in facts.writers_and_barred(draft, at=at)[1]


def levels_of(made: Iterable[Bypass]) -> dict[int, list[Step]]:
    """Return the levels that each of these skipped, by bypass. One query, however many."""
    by_route = {one.route_id: one.pk for one in made}
    found: dict[int, list[Step]] = {}
    steps = Step.objects.filter(route__in=by_route, status=Step.Status.SKIPPED).select_related("office")
    for step in steps.order_by("position", "pk"):
        found.setdefault(by_route[step.route_id], []).append(step)
    return found


def of_draft(draft: Draft, steps: Iterable[Step]) -> Bypass | None:
    """Return the bypass by which a draft was cleared. At most one query, none where no step was skipped."""
    if all(step.status != Step.Status.SKIPPED for step in steps):
        return None
    return bypasses().filter(route=draft.route_id).first()


def bypasses() -> QuerySet[Bypass]:
    """Return every bypass with who made it, of what, and the review it owes."""
    return Bypass.objects.select_related(
        "by", "acting_for", "draft__office", "route__review__office", "route__review__decided_by"
    )
