"""Remember how far the reader has read: sent by the page once it has been in view, or by whoever acts on it."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import clock
from approvals.actions import looking
from approvals.models import Draft
from approvals.refusals import Refused
from approvals.web.door import draft_for, page, person
from approvals.web.typed import ordinal_in


@page
@require_POST
def looked(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Mark a draft as read, as it was when the page was made; a script is answered with nothing."""
    found = draft_for(request, draft_id)
    revision, seen = request.POST.get("revision", ""), ordinal_in(request.POST.get("seen", ""))
    looking.look(
        draft_id=found.pk, by=person(request), revision=revision, seen=-1 if seen is None else seen, at=clock.now()
    )
    return HttpResponse(status=204) if request.POST.get("quietly") else redirect("draft", draft_id=found.pk)


def keep_place(request: HttpRequest, found: Draft, *, at: datetime) -> None:
    """Remember it for whoever acted on a draft's page: they read what they acted on. What is odd is let go."""
    seen = ordinal_in(request.POST.get("seen", ""))
    if seen is None:
        return
    with suppress(Refused):
        revision = request.POST.get("revision", "")
        looking.look(draft_id=found.pk, by=person(request), revision=revision, seen=seen, at=at)
