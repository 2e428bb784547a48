"""Who hears of reviews after publication: those who are asked, and those whose post it is; beside announce.py."""

from collections.abc import Iterable
from datetime import datetime

from approvals.announce import iso, path_of
from approvals.models import CalendarChange, Draft, Review
from notifications.outbox import Envelope, Param


def awaits(review: Review, people: Iterable[int]) -> list[Envelope]:
    """Tell those who can review a post that is out that it awaits them."""
    return _to(review, "review_awaits", people)


def unrecorded(review: Review, people: Iterable[int]) -> list[Envelope]:
    """Tell them of one that nobody has recorded within its hour: it is taken to be out."""
    return _to(review, "review_unrecorded", people)


def record_it(review: Review) -> list[Envelope]:
    """Ask whoever let a post out, and its author, to record where it went out, or to withdraw it."""
    return _to(review, "record_or_withdraw", {review.publisher_id, review.draft.author_id}, path=path_of(review.draft))


def unstaffed(review: Review, officers: Iterable[int]) -> list[Envelope]:
    """Tell the policy officers that nobody at the place that is asked could review a post."""
    return _to(review, "review_unstaffed", officers)


def reminder(review: Review, people: Iterable[int]) -> list[Envelope]:
    """Remind reviewers that a review is due soon."""
    return _to(review, "review_reminder", people)


def overdue(review: Review, people: Iterable[int]) -> list[Envelope]:
    """Tell reviewers that a review is late."""
    return _to(review, "review_overdue", people)


def escalated(review: Review, people: Iterable[int]) -> list[Envelope]:
    """Tell those whom a late review turns to."""
    return _to(review, "review_escalated", people)


def moved(review: Review, change: CalendarChange, people: Iterable[int], *, was: datetime | None) -> list[Envelope]:
    """Tell reviewers that a deadline moved with the calendar of their office."""
    return _to(
        review, "review_moved", people, key=f"moved:{change.pk}", was_due_at=iso(was), why=change.name,
    )  # fmt: skip


def stands(review: Review, people: Iterable[int]) -> list[Envelope]:
    """Tell these people that what went out stands."""
    return _to(review, "review_stands", people, by=_decider(review))


def to_correct(review: Review, correction: Draft, people: Iterable[int]) -> list[Envelope]:
    """Tell these people that a post is to be corrected, and where the correction is to be written."""
    return _to(
        review, "review_correct", people, path=path_of(correction),
        by=_decider(review), reason=review.reason, correction=correction.reference,
    )  # fmt: skip


def to_retract(review: Review, people: Iterable[int]) -> list[Envelope]:
    """Ask these people to take a post down, and to record that they did."""
    return _to(review, "review_retract", people, by=_decider(review), reason=review.reason)


def takedown_awaited(review: Review, people: Iterable[int]) -> list[Envelope]:
    """Remind these people that a post is to be taken down, and that nobody has recorded that it was."""
    return _to(review, "takedown_reminder", people, since=iso(review.decided_at))


def _decider(review: Review) -> str | None:
    return review.decided_by.name if review.decided_by is not None else None


def _to(
    review: Review, kind: str, people: Iterable[int], *, path: str = "", key: str = "", **more: Param
) -> list[Envelope]:
    """Return one envelope for each of these people: one event of the draft's office and of the one that is asked."""
    draft = review.draft
    event = f"review:{review.pk}:{key or kind}"
    params: dict[str, Param] = {
        "reference": draft.reference, "office": review.office.name, "publisher": review.publisher.name,
        "due_at": iso(review.due_at), "urgency": draft.urgency, **more,
    }  # fmt: skip
    offices = tuple(sorted({draft.office_id, review.office_id}))
    where = path or f"/reviews/{review.pk}/"
    return [
        Envelope(person, kind, f"{event}:{person}", params, where, draft.reference, event, offices)
        for person in sorted(set(people))
    ]
