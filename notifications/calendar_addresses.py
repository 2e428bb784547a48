"""The secret address of a person's calendar: made, replaced and taken back by that person alone."""

import hashlib
import secrets
from datetime import datetime

from accounts.models import User
from notifications.models import CalendarAddress

TOKEN_BYTES = 32


def renew(*, user: User, at: datetime) -> str:
    """Give a person a new secret for their calendar, and return it; an earlier one opens nothing any more."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarAddress.objects.update_or_create(user=user, defaults={"digest": _digest(token), "created_at": at})
    return token


def revoke(*, user: User) -> bool:
    """Take back the person's secret; say whether there was one."""
    removed, _by_model = CalendarAddress.objects.filter(user=user).delete()
    return bool(removed)


def made_at(user: User) -> datetime | None:
    """Return since when the person has a secret, or None. One query."""
    return CalendarAddress.objects.filter(user=user).values_list("created_at", flat=True).first()


def owner_of(token: str) -> User | None:
    """Return whose calendar this secret opens, while that person may sign in. One query."""
    found = CalendarAddress.objects.filter(digest=_digest(token), user__is_active=True).select_related("user").first()
    return found.user if found else None


def _digest(token: str) -> str:
    # No salt: the secret is random, and as long as the digest.
    return hashlib.sha256(token.encode()).hexdigest()
