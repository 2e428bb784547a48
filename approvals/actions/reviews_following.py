"""Reviews follow a change of when the office that reviews works: a deadline that is still to come moves with it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from approvals import announce, announce_reviews, audit, reviewers
from approvals.actions.review_clocks import wind
from approvals.audit import Entry
from approvals.models import CalendarChange, Draft, Review, RunsOn
from approvals.writing_rows import write_each


def follow(change: CalendarChange, *, at: datetime, batch: int) -> bool:
    """Let the open reviews follow a change of a calendar; say whether none had to be passed over.

    What was due by then is the sweep's to see, and stays as it is. Repeated, this changes nothing.
    """
    after, whole = 0, True
    while found := _follow_batch(change, after, at=at, batch=batch):
        after, held = found
        whole &= not held
    return whole


@transaction.atomic
def _follow_batch(change: CalendarChange, after: int, *, at: datetime, batch: int) -> tuple[int, bool] | None:
    """Wind the next reviews; return the last of them, and whether somebody holds one. A fixed number of queries."""
    coming = Review.objects.filter(
        status=Review.Status.OPEN, runs_on=RunsOn.WORKING, overdue_at=None, due_at__gt=change.changed_at, pk__gt=after
    )
    if change.office_id is not None:
        coming = coming.filter(office=change.office_id)
    reached = dict(coming.order_by("pk").values_list("pk", "draft")[:batch])
    if not reached:
        return None
    # Draft first, as outcome() locks: what it holds is passed over, never waited for.
    free = Draft.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=set(reached.values()))
    drafts = {draft.pk: draft for draft in free.order_by("pk")}
    locked = Review.objects.select_for_update(of=("self",)).filter(pk__in=reached, draft__in=drafts)
    _wind(list(locked.filter(pk__in=coming.values("pk")).select_related("office", "publisher")), drafts, change, at=at)
    return max(reached), len(drafts) < len(set(reached.values()))


def _wind(reviews: list[Review], drafts: dict[UUID, Draft], change: CalendarChange, *, at: datetime) -> None:
    moved: list[tuple[Review, datetime | None]] = []
    for review in reviews:
        was, review.draft = review.due_at, drafts[review.draft_id]
        wind(review)
        if review.due_at != was:
            moved.append((review, was))
    if not moved:
        return
    told = reviewers.circle([review for review, _was in moved], at=at).able
    because = {"because": "calendar", "calendar": change.kind, "why": change.name, "change": change.pk}
    entries, envelopes = [], []
    for review, was in moved:
        data = {"from": announce.iso(was), "to": announce.iso(review.due_at), "office": review.office.name}
        entries.append(Entry(review.draft, "clock_moved", None, {"review": review.pk, **data, **because}))
        envelopes += announce_reviews.moved(review, change, told[review.pk], was=was)
    audit.record(entries, at=at)
    announce.send(envelopes, at=at)
    write_each([review for review, _was in moved], ("due_at", "next_alarm_at"))
    write_each([drafts[pk] for pk in {review.draft_id for review, _was in moved}], audit.HEAD)
