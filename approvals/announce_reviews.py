"""Who hears of a post-publication review. Messages carry facts, never a draft's text."""

from collections.abc import Iterable
from typing import Any

from approvals.announce import iso, path_of
from approvals.models import Draft, Review
from notifications.outbox import Envelope

__all__ = ["awaits", "iso", "to"]


def awaits(review: Review, draft: Draft, people: Iterable[int]) -> list[Envelope]:
    """Tell those who can review a post that is out that it awaits them."""
    return to(people, "review_awaits", review, draft, publisher=review.publisher.name)


def to(people: Iterable[int], kind: str, review: Review, draft: Draft, **more: Any) -> list[Envelope]:
    """Tell these people something of a review, once for each kind."""
    params = {
        "reference": draft.reference, "urgency": draft.urgency, "office": review.office.name,
        "due_at": iso(review.due_at), **more,
    }  # fmt: skip
    event = f"review:{review.pk}:{kind}"
    return [
        Envelope(
            user_id=person, kind=kind, key=f"{event}:{person}", params=params, path=path_of(draft),
            thread=draft.reference, event=event, offices=tuple(sorted({draft.office_id, review.office_id})),
        )
        for person in sorted(set(people))
    ]  # fmt: skip
