"""How long somebody is away, or acts: from an instant until another that is yet to come."""

from datetime import datetime

from approvals.actions.locking import FURTHEST_AHEAD
from approvals.refusals import Refused


def require_spell(starts_at: datetime, ends_at: datetime, *, at: datetime) -> None:
    """Refuse a time that is over, that ends before it begins, or that ends too far ahead to be meant."""
    if ends_at <= at:
        raise Refused("end_past", field="ends_at")
    if ends_at <= starts_at:
        raise Refused("absence_ends_before_it_starts", field="ends_at")
    if ends_at > at + FURTHEST_AHEAD:
        raise Refused("moment_too_far", field="ends_at")
