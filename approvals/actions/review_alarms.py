"""The clocks of reviews: opened where nothing was recorded, reminded, late, escalated; and takedowns awaited."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.authority import Place, holders_of
from accounts.models import Role
from approvals import announce, announce_reviews, audit, reviewers
from approvals.actions.review_clocks import CLOCK_FIELDS, begin, clock_of
from approvals.audit import Entry
from approvals.models import Delay, Review
from approvals.reviewers import Circle
from approvals.rules.deadlines import Alarm, due_alarms, next_alarm_at, places_fired
from approvals.writing_rows import write_each
from channels.models import Channel
from notifications.outbox import Envelope

BATCH = 500
Status = Review.Status


@dataclass
class _Batch:
    """What one batch of reviews will write."""

    at: datetime
    people: Circle
    officers: set[int]
    delays: list[Delay] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)

    def note(self, kind: str, review: Review, **data: Any) -> None:
        """Put something on the record of the draft."""
        self.entries.append(Entry(review.draft, kind, None, {"review": review.pk, **data}))

    def able(self, review: Review) -> set[int]:
        """Return who may review it now."""
        return self.people.able[review.pk]


@transaction.atomic
def fire_reviews(*, at: datetime, batch: int = BATCH) -> int:
    """Fire one batch of the clocks of reviews, and return how many fired. A fixed number of queries.

    A review whose post stayed unrecorded for its hour opens, and whoever let it out is asked to record it.
    """
    # Draft first: whoever reviews, publishes or withdraws locks in this order too. What they hold is passed over.
    held = list(
        Review.objects.select_for_update(skip_locked=True, of=("draft",))
        .filter(next_alarm_at__lte=at)
        .select_related("draft")
        .order_by("next_alarm_at", "pk")[:batch]
    )
    # A draft that was taken up again may owe a second review: its record must grow in one place.
    drafts = {review.draft_id: review.draft for review in held}
    # Only now, under the draft's lock, is it certain which of them are still to come, and still due.
    reviews = list(
        Review.objects.select_for_update(of=("self",))
        .filter(pk__in=[review.pk for review in held], next_alarm_at__lte=at)
        .select_related("office", "publisher", "decided_by")
        .order_by("next_alarm_at", "pk")
    )
    if not reviews:
        return 0
    for review in reviews:
        review.draft = drafts[review.draft_id]
    work = _Batch(at, reviewers.circle(reviews, at=at, beside=_beside(reviews)), _officers(at))
    _expose([review for review in reviews if review.status == Status.OWED])
    for review in reviews:
        _fire_review(review, work)
    Delay.objects.bulk_create(work.delays)
    audit.record(work.entries, at=at)
    announce.send(work.envelopes, at=at)
    write_each(reviews, CLOCK_FIELDS)
    write_each([drafts[pk] for pk in {review.draft_id for review in reviews}], audit.HEAD)
    return len(reviews)


def _expose(owed: list[Review]) -> None:
    """Count every channel of posts that nobody recorded: they are taken to be out on all. One query, none for none."""
    if not owed:
        return
    reached: dict[UUID, int] = {}
    targets = Channel.objects.filter(drafts__in={review.draft_id for review in owed}).values_list("drafts", "followers")
    for draft_id, followers in targets:
        reached[draft_id] = reached.get(draft_id, 0) + followers
    for review in owed:
        review.exposure = reached.get(review.draft_id, 0)


def _fire_review(review: Review, work: _Batch) -> None:
    if review.status == Status.OWED:
        _open(review, work)
    elif review.status == Status.OPEN:
        alarms = due_alarms(clock_of(review), fired=review.places_fired, at=work.at)
        for alarm in alarms:
            _fire(alarm, review, work)
        review.places_fired = places_fired(review.places_fired, alarms)
        review.next_alarm_at = next_alarm_at(clock_of(review), fired=review.places_fired)
    else:
        _remind_of_takedown(review, work)


def _open(review: Review, work: _Batch) -> None:
    begin(review, at=work.at)
    work.note("review_opened", review, unrecorded=True, due_at=announce.iso(review.due_at))
    work.envelopes += announce_reviews.record_it(review)
    if work.able(review):
        work.envelopes += announce_reviews.unrecorded(review, work.able(review))
    else:
        work.note("review_unstaffed", review)
        work.envelopes += announce_reviews.unstaffed(review, work.officers)


def _fire(alarm: Alarm, review: Review, work: _Batch) -> None:
    due = announce.iso(review.due_at)
    if alarm.kind == "reminder":
        work.note("review_reminded", review)
        work.envelopes += announce_reviews.reminder(review, work.able(review))
    elif alarm.kind == "overdue":
        review.overdue_at = work.at
        work.delays.append(
            Delay(review=review, draft=review.draft, office_id=review.office_id, due_at=alarm.at, flagged_at=work.at)
        )
        work.note("delay_flagged", review, due_at=due)
        work.envelopes += announce_reviews.overdue(review, work.able(review))
    else:
        review.escalated_at = work.at
        work.note("review_escalated", review, due_at=due)
        work.envelopes += announce_reviews.escalated(review, work.people.at(_turned_to(review)))


def _remind_of_takedown(review: Review, work: _Batch) -> None:
    """Remind, once, whoever let the post out and the head of the mission."""
    review.next_alarm_at = None
    work.note("takedown_reminded", review)
    heads = work.people.at((review.draft.office_id, Role.HEAD))
    work.envelopes += announce_reviews.takedown_awaited(review, {review.publisher_id, *heads})


def _beside(reviews: list[Review]) -> set[Place]:
    """Return the places, beside those that review, whose people a batch may turn to."""
    late = {_turned_to(review) for review in reviews if review.escalate_office_id is not None}
    return late | {(review.draft.office_id, Role.HEAD.value) for review in reviews if review.awaits_takedown}


def _turned_to(review: Review) -> Place:
    return (review.escalate_office_id or 0, review.escalate_role)


def _officers(at: datetime) -> set[int]:
    return {seat.user_id for seat in holders_of(Role.POLICY, at=at)}
