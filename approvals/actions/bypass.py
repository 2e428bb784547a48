"""Bypass: what remains of a route is skipped, for a reason, by a policy officer or, in a crisis, the duty officer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.authority import Seat, seats_of
from accounts.models import Role, User
from approvals import announce_stops, bypassing, checks, facts, holding
from approvals.actions import owing
from approvals.actions.decide import require_current
from approvals.actions.flight import Flight
from approvals.actions.line_clearance import require_bypassable
from approvals.actions.locking import lock_draft, require_state
from approvals.models import Bypass, Draft, Mode, Review, Route, Step
from approvals.quoting import Library
from approvals.refusals import Refused


@transaction.atomic
def bypass(*, draft_id: UUID, reason: str, by: User, at: datetime, revision: str | None) -> Draft:
    """Skip every level that has not decided, and clear the draft: on record, told to each of them, reviewed afterwards.

    Never by who wrote any part of it, or a deputy of one. A hold, a frozen account, the slot and the moment still stop
    it: they are asked when it is published.
    """
    draft = lock_draft(draft_id)
    require_bypassable(draft)
    require_state(draft, "clear")
    route = Route.objects.get(draft=draft, pk=draft.route_id or 0)
    flight = Flight.of(draft, at=at)
    seat = _seat(flight, by)
    require_current(draft, revision)
    why = checks.stated(reason)
    skipped = bypassing.remaining(flight.steps)
    told = {step.pk: {seat.user_id for seat in flight.seated(step)} for step in skipped}
    _skip(flight, skipped)
    made = Bypass.objects.create(
        route=route, draft=draft, revision=draft.current, by=by, posting_id=seat.posting_id,
        acting_for_id=seat.acting_for, reason=why, at=at,
    )  # fmt: skip
    draft.clear(at=at)
    owing.owe(
        draft, route, origin=Review.Origin.BYPASS, by=by, seat=seat, known=facts.facts_of(draft, Library(at=at)), at=at
    )
    _record(flight, made, seat, skipped)
    waits = holding.of_draft(draft, at=at)
    flight.envelopes += announce_stops.skipped(made, skipped, told, by=by)
    flight.envelopes += announce_stops.cleared_by_bypass(made, skipped, waits, by=by)
    flight.land()
    return draft


def _seat(flight: Flight, by: User) -> Seat:
    """Return the seat from which this person bypasses, or refuse."""
    seat = bypassing.seat_for(flight.draft, seats_of(by.pk, at=flight.at), flight.steps, at=flight.at)
    if seat is None:
        raise Refused("not_bypasser")
    if by.pk in flight.barred:
        raise Refused("own_draft")
    return seat


def _skip(flight: Flight, skipped: list[Step]) -> None:
    """Close what is skipped; whom a level only informs is told all the same, and a comment is asked for no longer."""
    for step in skipped:
        flight.close(step, Step.Status.SKIPPED)
    for step in flight.steps:
        if step.status == Step.Status.WAITING and step.mode == Mode.INFORM:
            flight.open(step)
    flight.close_all(flight.steps)


def _record(flight: Flight, made: Bypass, seat: Seat, skipped: list[Step]) -> None:
    revision = flight.draft.current.hash
    flight.note(
        "bypassed", by=made.by_id, revision=revision, why=made.reason, acting_for=seat.acting_for,
        steps=[step.pk for step in skipped], levels=[step.name for step in skipped],
        **({"on_duty": True} if seat.role == Role.DUTY else {}),
    )  # fmt: skip
    flight.note("cleared", revision=revision, bypassed=True)
