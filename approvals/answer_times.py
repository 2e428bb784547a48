"""The “answer by” clock: by when a reply should be out for its conversation to go on. Nothing expires by it."""

from datetime import datetime

from django.db.models import Q

from approvals.models import UNANSWERED, Draft, Kind

# What answers something; an original, and a line to take, do not.
ANSWERING = (Kind.REPLY, Kind.REPOST)
# A reply of ours that is neither out nor ended: its conversation waits.
WAITS = Q(kind=Kind.REPLY, state__in=UNANSWERED)


def waits(draft: Draft) -> bool:
    """Say whether a conversation waits for this draft: a reply or a repost that has not been published, and can be."""
    return draft.kind in ANSWERING and draft.state in UNANSWERED


def is_late(draft: Draft, *, at: datetime) -> bool:
    """Say whether a conversation has waited for this draft beyond the time by which it was to be answered."""
    return waits(draft) and draft.answer_by is not None and draft.answer_by <= at


def alarm_of(draft: Draft) -> datetime | None:
    """Return when it is to be told that the conversation waits; None where it has been, or where nothing waits."""
    return draft.answer_by if draft.answer_told_at is None and draft.state in UNANSWERED else None
