"""What the frame shows beside the way to the queue."""

from functools import cache

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import lazy

from accounts.models import User
from approvals import queries


def queue_count(request: HttpRequest) -> dict[str, object]:
    """Give templates `queue_count`: how many drafts await this person, counted when a page shows it, once."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    count = cache(lambda: queries.awaiting_count(user, at=timezone.now()))
    return {"queue_count": lazy(count, int)()}
