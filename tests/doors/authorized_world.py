"""A pre-authorization of Layla's for the matrix of doors: in force and suspended, new terms awaiting her."""

from approvals.actions import authorization_stops
from approvals.models import PreAuthorization, Restriction
from tests.actions.authorizing import amended, authorized, countersign, posting_of
from tests.people import NOW, Ministry


def suspended(ministry: Ministry) -> tuple[PreAuthorization, Restriction]:
    """Return the pre-authorization and what suspends it."""
    version = authorized(ministry, posting=posting_of(ministry.layla, "author"))
    authorization = version.authorization
    restriction = authorization_stops.suspend(
        authorization_id=authorization.pk, reason="A post to look into.", by=ministry.paul, at=NOW
    )
    countersign(ministry, amended(ministry, version))
    return authorization, restriction


def asked(ministry: Ministry) -> dict[str, object]:
    """Return terms as a policy officer sends them."""
    return {
        "channels": [str(ministry.x.pk)], "languages": ["en"], "kinds": ["original"], "per_day": 3, "per_week": 10,
        "starts_at": "2026-09-14T09:00:00Z", "until": "2027-03-14T09:00:00Z", "review_limit": "PT8H",
    }  # fmt: skip
