"""An author ends a draft, or takes an ended one up again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals import announce
from approvals.actions import owing
from approvals.actions.flight import Flight
from approvals.actions.locking import author_seat, lock_draft, require_state
from approvals.lifecycle import State
from approvals.models import Draft, Kind
from approvals.refusals import Refused


@transaction.atomic
def withdraw(*, draft_id: UUID, by: User, at: datetime) -> Draft:
    """End the draft by its author's wish and tell those whom it awaited."""
    draft = lock_draft(draft_id)
    author_seat(draft, by, at=at)
    require_state(draft, "withdraw")
    if draft.kind == Kind.LINE and draft.state == State.CLEARED:
        raise Refused("line_in_use")
    flight = Flight.of(draft, at=at)
    awaited = {seat.user_id for step in flight.open_steps for seat in flight.seated(step)}
    flight.close_all(flight.steps)
    if draft.state == State.CLEARED:
        owing.void(draft, at=at)
    draft.withdraw(at=at)
    flight.note("withdrawn", by=by.pk)
    people = awaited | {draft.author_id}
    flight.envelopes += announce.to_people(draft, "withdrawn", people, by=by)
    flight.land()
    return draft


@transaction.atomic
def reopen(*, draft_id: UUID, by: User, at: datetime) -> Draft:
    """Take up a rejected, withdrawn or expired draft again; it will be routed anew, and its record goes on."""
    draft = lock_draft(draft_id)
    author_seat(draft, by, at=at)
    require_state(draft, "reopen")
    if draft.kind == Kind.LINE and draft.line.cleared_at is not None:
        raise Refused("line_was_cleared")
    flight = Flight(draft, [], [], at)
    draft.reopen(at=at)
    draft.policy_version = None
    if draft.moment and draft.moment <= at:
        # A moment that has passed would end the draft again at once; the author gives a new one, or none.
        draft.moment = None
    if draft.publish_at and draft.publish_at <= at:
        draft.publish_at = None
    draft.slot_told_at = None
    flight.note("reopened", by=by.pk)
    flight.land("policy_version", "moment", "publish_at", "slot_told_at")
    return draft
