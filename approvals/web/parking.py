"""What is sent from a write page when its writer is not signed in any more: kept for them, and for nobody else.

A form that is sent without scripts after the session has ended would be lost on the way to the sign-in page.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from accounts import clock
from accounts.models import User
from approvals.actions.unsaved import Sitting
from approvals.models import UnsavedWords
from approvals.refusals import Refused
from approvals.web.sittings import Carried, Sent

FORMS = ("draft_new", "draft_edit")


class KeptForTheirWriterMiddleware:
    """Keeps what comes from a write page whose writer has been signed out, before anybody is asked to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:  # fmt: skip
        """Answer a form that its own writer did not send: its words are there when they sign in."""
        if not _is_form(request) or (carried := _carried(request)) is None or carried.person_id == request.user.pk:
            return None
        words = park(request, at=clock.now())
        if request.user.is_authenticated:
            refused = Refused("another_writer")
            return render(request, "approvals/refused.html", {"refused": refused, "kept": words}, status=refused.status)
        if words is None:
            return None
        messages.info(
            request,
            gettext(
                "You had been signed out, so nothing is saved yet. What you wrote is kept: sign in to find it again."
            ),
        )
        return redirect_to_login(address(words))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form from a page that had been open too long (CSRF_FAILURE_VIEW); what was written in it is kept."""
    words = park(request, at=clock.now()) if _is_form(request) else None
    kept = address(words) if words else ""
    return render(request, "403_csrf.html", {"kept": kept}, status=403)


def park(request: HttpRequest, *, at: datetime) -> UnsavedWords | None:
    """Keep what a form holds for whoever was given its page; None when it cannot be kept."""
    sent = Sent.of(request.POST, at=at)
    writer = User.objects.filter(pk=sent.carried.person_id, is_active=True).first() if sent.carried else None
    if sent.carried is None or writer is None:
        return None
    # What was saved once already, and is sent again from the same page, is kept beside it with what was typed since.
    sitting, beside = sent.carried.sitting, Sitting(uuid4(), sent.carried.sitting.draft_id)
    return sent.keep_somewhere(sitting, beside, by=writer, at=at)


def address(words: UnsavedWords) -> str:
    """Return the address of the form with these words in it; to anybody but their writer it shows an empty one."""
    form = reverse("draft_edit", args=[words.draft_id]) if words.draft_id else reverse("draft_new")
    return f"{form}?{urlencode({'words': str(words.key)})}"


def _is_form(request: HttpRequest) -> bool:
    found = request.resolver_match
    return request.method == "POST" and found is not None and found.url_name in FORMS


def _carried(request: HttpRequest) -> Carried | None:
    return Carried.read(request.POST.get("sitting", ""))
