"""Delays come to an end: how late a level or review was, on its office's working hours and on the wall clock, is kept.

What closes after its deadline was late also where no sweep has seen it in between.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from approvals import announce, calendars
from approvals.actions.review_clocks import due_as_it_is
from approvals.audit import Entry
from approvals.lateness import in_working_time
from approvals.models import Delay, Draft, Review, Step


def flag_unseen(step: Step, draft: Draft, *, at: datetime) -> tuple[Delay, Entry] | None:
    """Return the delay of an open step that closes now, and its entry in the record, if no sweep came to flag it.

    Nobody is told: it is over. Silence that has lasted to its deadline is none.
    """
    is_open = step.status == Step.Status.OPEN and step.overdue_at is None and step.mode != Step.Mode.SILENCE
    if not is_open or step.due_at is None or step.due_at > at:
        return None
    # Where its calendar has moved the deadline, and no sweep has come to write that down, it was not late.
    if step.clock((), calendars.hours_for(step)).due_at > at:
        return None
    step.overdue_at = at
    delay = Delay(step=step, draft=draft, office_id=step.office_id, due_at=step.due_at, flagged_at=at)
    data = {"step": step.pk, "level": step.name, "due_at": announce.iso(step.due_at)}
    return delay, Entry(draft, "delay_flagged", None, data)


def flag_unseen_review(review: Review, *, at: datetime) -> tuple[Delay, Entry] | None:
    """Return the delay of an open review that is done now, and its entry, if no sweep came to flag it."""
    if review.overdue_at is not None or review.due_at is None or review.due_at > at or due_as_it_is(review) > at:
        return None
    review.overdue_at = at
    delay = Delay(review=review, draft=review.draft, office_id=review.office_id, due_at=review.due_at, flagged_at=at)
    data = {"review": review.pk, "due_at": announce.iso(review.due_at)}
    return delay, Entry(review.draft, "delay_flagged", None, data)


def resolve(step_ids: Collection[int], *, at: datetime) -> None:
    """End the open delays of these steps, which closed at this instant. At most two queries, none for no step."""
    if step_ids:
        _end(Delay.objects.filter(step__in=step_ids), at=at)


def resolve_review(review: Review, *, at: datetime) -> None:
    """End the open delay of a review that is done at this instant. At most two queries, none where it was in time."""
    if review.overdue_at is not None:
        _end(Delay.objects.filter(review=review), at=at)


def _end(found: QuerySet[Delay], *, at: datetime) -> None:
    delays = list(found.filter(resolved_at__isnull=True).select_related("office"))
    for delay in delays:
        delay.resolved_at = at
        delay.late_working = in_working_time(delay, until=at)
    Delay.objects.bulk_update(delays, ("resolved_at", "late_working"))
