"""A person's inbox: what was said, and what has been read. Opening the page marks nothing; only a POST does."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.models import User
from notifications import queries
from notifications.inbox import mark_all_read, mark_read
from notifications.models import Message
from notifications.rendering import line

PAGE = 50


@dataclass(frozen=True, slots=True)
class Note:
    """One message of the inbox, and what it says to its reader."""

    message: Message
    line: str


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the messages of a person's inbox, newest first, fifty at a time."""
    user, typed = cast(User, request.user), request.GET.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    found = queries.inbox(user, limit=PAGE + 1, before=before)
    context = {
        "notes": [Note(message, line(message, user.language, user.time_zone)) for message in found[:PAGE]],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_first": before is None,
        "unread": queries.unread_count(user),
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
def read(request: HttpRequest, message_id: int) -> HttpResponse:
    """Mark one message as read, and go on to what it is about when that was asked for."""
    user = cast(User, request.user)
    if not mark_read(user=user, message_id=message_id, at=clock.now()):
        raise Http404
    path = Message.objects.values_list("path", flat=True).get(pk=message_id)
    return redirect(path) if path and "open" in request.POST else redirect("notifications")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    mark_all_read(user=cast(User, request.user), at=clock.now())
    messages.success(request, gettext("Everything is marked as read."))
    return redirect("notifications")
