"""An outcome is weighed against the authorization that its post went out under, by the next sweep."""

from datetime import datetime

from approvals.models import PreAuthorization, Review


def weigh_after(review: Review, *, at: datetime) -> None:
    """Let the clock of the authorization fire now; nothing for what went out without one. At most two queries."""
    if review.authorization_version_id is None:
        return
    # The authorization after the draft, as publications lock.
    found = PreAuthorization.objects.select_for_update().filter(versions=review.authorization_version_id)
    for authorization in found:
        if authorization.next_alarm_at is None or authorization.next_alarm_at > at:
            authorization.next_alarm_at = at
            authorization.save(update_fields=["next_alarm_at"])
