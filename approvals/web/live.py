"""What a page asks while it is looked at: how many drafts wait, and whether the queue, or a draft, is as it was."""

import json
from hashlib import blake2s

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts import clock, navigation, reader
from approvals import glance, queries, review_queue
from approvals.narrowing import Narrowing
from approvals.queries import COUNT_CAP
from approvals.web import draft_live
from approvals.web.door import person
from approvals.web.paging import PAGE
from approvals.web.queue_next import PageEnd, queue_of
from notifications.queries import unread_count


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer the counts that a page shows, and of a page of the queue its mark; 304 while they are what they were.

    A fixed number of queries: the reader's seats, two for each place they decide or review for, two when the queue is
    asked about, four at most for a draft that is, and the notifications.
    """
    user, at, seats = person(request), clock.now(), reader.seats(request)
    waiting = queries.awaiting_count(user, at=at, seats=seats)
    reviews = review_queue.awaiting_count(user, seats=seats)
    counts = {"queue_count": waiting, "review_count": reviews, "unread_count": unread_count(user)}
    news: dict[str, object] = {
        "title": title_prefix(waiting),
        "counts": _counts(request, counts),
    }
    if "queue" in request.GET:
        ended, asked = PageEnd.parse(request.GET["queue"]), Narrowing.of_query(request.GET.get("view", ""))
        after = ended.place if ended else None
        news["list"] = glance.of_queue(queue_of(request, at=at), asked, after=after, limit=PAGE + 1)
    if "draft" in request.GET and (told := draft_live.news(request, user, seats)):
        news["draft"] = told
    return _conditional(request, json.dumps(news, sort_keys=True))


def title_prefix(waiting: int) -> str:
    """Return what stands before the title of every page: how many drafts wait; nothing for none."""
    if not waiting:
        return ""
    return f"({COUNT_CAP - 1}+) " if waiting >= COUNT_CAP else f"({waiting}) "


def _counts(request: HttpRequest, counts: dict[str, int]) -> dict[str, str]:
    """Return each count as the navigation shows it; empty for none."""
    roles = {seat.role for seat in reader.seats(request)}
    sections = navigation.sections_for(roles=roles, path="", counts=counts)
    ways = [way for section in sections for way in section.ways if way.counted]
    return {
        way.counted: render_to_string("components/count.html", {"way": way}).strip() if way.count else ""
        for way in ways
    }


def _conditional(request: HttpRequest, body: str) -> HttpResponse:
    etag = f'"{blake2s(body.encode(), digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    conditional = get_conditional_response(request, etag=etag, response=response)
    return conditional if isinstance(conditional, HttpResponse) else response
