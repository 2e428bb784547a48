"""What the frame shows beside the way to the inbox."""

from functools import cache

from django.http import HttpRequest
from django.utils.functional import lazy

from accounts.models import User
from notifications import queries


def unread_count(request: HttpRequest) -> dict[str, object]:
    """Give templates `unread_count`: how many messages a person has not read, counted when a page shows it, once."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    count = cache(lambda: queries.unread_count(user))
    return {"unread_count": lazy(count, int)()}
