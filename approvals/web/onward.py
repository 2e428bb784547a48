"""Where a decision leads: on to the next draft that awaits one, until none is left."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from approvals import queries
from approvals.queries import After
from approvals.web import queue_next
from approvals.web.door import person
from approvals.web.paging import Cursor

# How a page says that its reader is on the way through their queue, and a form that the next one is to open.
QUEUE = "queue"
QUEUE_NEXT = "queue-next"


def comes_from_queue(request: HttpRequest) -> bool:
    """Say whether the reader of a page is on the way through their queue."""
    return request.GET.get("from") == QUEUE or request.POST.get("next") == QUEUE_NEXT


def onward(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Lead from a decision to the next draft that awaits one: the next in the queue, else the most urgent.

    Who decided in the queue comes back to it; who goes through the queue page by page goes on in their view of it.
    """
    wanted = request.POST.get("next")
    if wanted == QUEUE:
        return queue_next.back(request)
    if wanted == QUEUE_NEXT:
        return queue_next.onward(request, at=at)
    place = Cursor.parse(request.POST.get("place", ""))
    user = person(request)
    behind = queries.awaiting(user, at=at, limit=1, after=After(place.time, int(place.id))) if place else []
    following = behind or queries.awaiting(user, at=at, limit=1)
    if not following:
        messages.info(request, gettext("Nothing else awaits your decision."))
        return redirect("queue")
    messages.info(request, gettext("Next in your queue: %(reference)s.") % {"reference": following[0].draft.reference})
    return redirect("draft", draft_id=following[0].draft_id)
