"""What the frame shows beside the page itself: how many drafts await the reader, and what overrides the rules now."""

from functools import cache

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, lazy

from accounts import clock, reader
from accounts.models import User
from approvals import queries, review_queue
from approvals.web import clocks_stopped, overrides


def queue_count(request: HttpRequest) -> dict[str, object]:
    """Give templates `queue_count`: how many drafts await this person, counted when a page shows it, once."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    count = cache(lambda: queries.awaiting_count(user, at=clock.now(), seats=reader.seats(request)))
    return {"queue_count": lazy(count, int)()}


def review_count(request: HttpRequest) -> dict[str, object]:
    """Give templates `review_count`: how many reviews await this person, counted when a page shows it, once."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    count = cache(lambda: review_queue.awaiting_count(user, seats=reader.seats(request)))
    return {"review_count": lazy(count, int)()}


def in_force(request: HttpRequest) -> dict[str, object]:
    """Give templates `in_force`, the holds and regimes that may touch the reader: asked once, when shown."""
    return {"in_force": SimpleLazyObject(lambda: overrides.touching(request))}


def clocks(request: HttpRequest) -> dict[str, object]:
    """Give templates `clocks_stopped`, for administrators while no clock fires: asked when a page shows it."""
    return {"clocks_stopped": SimpleLazyObject(lambda: clocks_stopped.for_reader(request))}
