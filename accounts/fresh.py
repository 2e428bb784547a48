"""When a person last gave their password in this session: some decisions ask for a fresh sign-in."""

from datetime import UTC, datetime

from django.http import HttpRequest

_KEPT = "signed_in_at"


def remember(request: HttpRequest, *, at: datetime) -> None:
    """Keep in the session that its person gave the password at this instant."""
    request.session[_KEPT] = at.timestamp()


def signed_in_at(request: HttpRequest) -> datetime | None:
    """Return when the person of this session last gave the password; None when nobody knows."""
    kept = request.session.get(_KEPT)
    return datetime.fromtimestamp(kept, tz=UTC) if isinstance(kept, int | float) else None
