"""The draft in which a post that is to be corrected is written anew: what went out, for its author to mend."""

from datetime import datetime

from approvals.actions import write
from approvals.models import Draft, Review


def open_correction(review: Review, *, at: datetime) -> Draft:
    """Start a draft of the same office with what went out, by the hand of whoever wrote it; the review opened it.

    It goes its own route when it is submitted. Urgency, slot and moment are not taken over: they were those of the
    post that is out.
    """
    return write.start_over(review.draft, review.revision, opened_by=review.decided_by_id, at=at)
