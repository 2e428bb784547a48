"""Record that a post which its review asked to be taken down is down: where, when, and by whom."""

from datetime import datetime

from django.db import transaction

from accounts.authority import seats_of
from accounts.models import Role, User
from approvals import access, announce, checks
from approvals.actions.flight import Flight
from approvals.actions.review import lock_review
from approvals.lifecycle import State
from approvals.models import Draft, Review
from approvals.refusals import Refused

LONGEST_WHERE = 300


@transaction.atomic
def record_takedown(*, review_id: int, where: str, taken_down_at: datetime | None, by: User, at: datetime) -> Review:
    """Record the takedown that a review asked for, by an author or the head of the office, or by who published it.

    A published draft is retracted by it. One that was never recorded as published is withdrawn, if it still could go
    out; what has ended otherwise stays as it ended.
    """
    review = lock_review(review_id)
    draft = review.draft
    if not access.visible(by, at=at).filter(pk=draft.pk).exists():
        raise Refused("not_found")
    if not may_record(review, by, at=at):
        raise Refused("not_taking_down")
    if review.outcome != Review.Outcome.RETRACT:
        raise Refused("takedown_not_asked")
    if review.taken_down_at is not None:
        raise Refused("takedown_recorded")
    where, when = checked(where, taken_down_at, since=draft.published_at or review.created_at, at=at)
    review.taken_down_at, review.taken_down_where, review.taken_down_by = when, where, by
    review.next_alarm_at = None
    review.save(update_fields=["taken_down_at", "taken_down_where", "taken_down_by", "next_alarm_at"])
    _end(draft, when, at=at)
    flight = Flight(draft, [], [], at)
    said = {"where": where, "taken_down_at": announce.iso(when)}
    flight.note("retracted", by=by.pk, review=review.pk, **said)
    people = {review.publisher_id, draft.author_id, *([review.decided_by_id] if review.decided_by_id else [])}
    flight.envelopes += announce.to_people(draft, "retracted", people, by=by, where=where)
    flight.land()
    return review


def may_record(review: Review, by: User, *, at: datetime) -> bool:
    """Say whether a takedown is this person's to record. One query, none for who published the post."""
    if by.pk == review.publisher_id:
        return True
    held = {(seat.office_id, seat.role) for seat in seats_of(by.pk, at=at)}
    return bool(held & {(review.draft.office_id, role) for role in (Role.AUTHOR.value, Role.HEAD.value)})


def checked(where: str, taken_down_at: datetime | None, *, since: datetime, at: datetime) -> tuple[str, datetime]:
    """Return where and when a post that is out since then was taken down, or refuse what is missing, or cannot be."""
    where = checks.storable(where, field="where").strip()
    if not where:
        raise Refused("taken_down_needed", field="where")
    if len(where) > LONGEST_WHERE:
        raise Refused("where_too_long", field="where", params={"limit": LONGEST_WHERE})
    if taken_down_at is None or not since <= taken_down_at <= at:
        raise Refused("taken_down_needed", field="taken_down_at")
    return where, taken_down_at


def settle_takedowns(draft: Draft, *, where: str, taken_down_at: datetime, by: User) -> None:
    """Note on the reviews that asked for the takedown of a draft that its head has retracted it. One query."""
    asked = Review.objects.filter(draft=draft, outcome=Review.Outcome.RETRACT, taken_down_at__isnull=True)
    asked.update(taken_down_at=taken_down_at, taken_down_where=where, taken_down_by=by, next_alarm_at=None)


def _end(draft: Draft, when: datetime, *, at: datetime) -> None:
    if draft.state == State.PUBLISHED:
        draft.publications.update(taken_down_at=when)
        draft.retract(at=at)
    elif draft.state == State.CLEARED:
        draft.withdraw(at=at)
