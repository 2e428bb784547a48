"""Drafts at risk: they may miss their slot or their moment. It is seen before any level is late."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from approvals.lifecycle import State
from approvals.models import Draft, Step


def is_at_risk(draft: Draft, *, at: datetime) -> bool:
    """Say whether a draft in review may miss its slot or moment: little time is left before its level must decide."""
    return draft.state == State.IN_REVIEW and draft.risk_at is not None and draft.risk_at <= at


def at_risk(found: QuerySet[Draft], *, at: datetime) -> QuerySet[Draft]:
    """Return those of the drafts that are at risk."""
    return found.filter(state=State.IN_REVIEW, risk_at__lte=at)


def late(found: QuerySet[Draft]) -> QuerySet[Draft]:
    """Return those of the drafts at which a level is late now, as it has been flagged."""
    return found.filter(is_late_now())


def in_time(found: QuerySet[Draft]) -> QuerySet[Draft]:
    """Return those of the drafts at which no level is late now."""
    return found.exclude(is_late_now())


def is_late_now() -> Exists:
    """Return whether a level of a draft is late now, as a condition and as a value of its row."""
    return Exists(Step.objects.filter(draft=OuterRef("pk"), status=Step.Status.OPEN, overdue_at__isnull=False))
