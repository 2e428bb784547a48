"""Where a decision leads: on to the next draft that awaits one, until none is left."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from approvals.web import queue_next

# How a page says that its reader is on the way through their queue, and a form that it was sent from there.
QUEUE = "queue"
QUEUE_NEXT = "queue-next"


def comes_from_queue(request: HttpRequest) -> bool:
    """Say whether the reader of a page is on the way through their queue."""
    return request.GET.get("from") == QUEUE or request.POST.get("next") == QUEUE_NEXT


def onward(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Lead from a decision back to the queue for who decided in it, else to the next draft there, in its order."""
    return queue_next.back(request) if request.POST.get("next") == QUEUE else queue_next.onward(request, at=at)
