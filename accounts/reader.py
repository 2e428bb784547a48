"""What a request knows about the person who reads: asked once per request, however many parts of the page need it."""

from django.http import HttpRequest

from accounts import clock
from accounts.authority import Seat, seats_of
from accounts.models import User

_KEPT = "_chancery_seats"


def seats(request: HttpRequest) -> list[Seat]:
    """Return the seats this person may act from in this request (none when nobody is signed in). At most one query."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, seats_of(user.pk, at=clock.now()))
    kept: list[Seat] = getattr(request, _KEPT)
    return kept


def holds(request: HttpRequest, role: str) -> bool:
    """Say whether this person holds a role at any office in this request. At most one query."""
    return any(seat.role == role for seat in seats(request))
