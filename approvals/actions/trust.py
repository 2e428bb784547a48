"""Trust on evidence: the outcomes of reviews are counted by the clock, and may restrict an authorization."""

from datetime import datetime

from approvals.models import PreAuthorization


def weigh_soon(authorization: PreAuthorization, at: datetime) -> None:
    """Let the next sweep count the outcomes of an authorization's reviews. One query, in the caller's transaction.

    The caller has locked the review's draft: the authorization's row comes after it.
    """
    PreAuthorization.objects.filter(pk=authorization.pk).update(next_alarm_at=at)
