"""What every page of the engine does first: know who asks, find the draft they may see, and answer a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import clock, reader
from accounts.models import Role, User
from approvals import access
from approvals.models import Draft
from approvals.refusals import Refused

View = Callable[..., HttpResponse]


def person(request: HttpRequest) -> User:
    """Return who asks; LoginRequiredMiddleware has let nobody else in."""
    return cast(User, request.user)


def is_officer(request: HttpRequest) -> bool:
    """Say whether the reader is a policy officer now."""
    return reader.holds(request, Role.POLICY)


def require_officer(request: HttpRequest) -> None:
    """Refuse whoever is no policy officer."""
    if not is_officer(request):
        raise Refused("not_policy_officer")


def page(view: View) -> View:
    """Answer a refusal that the view leaves to the door: 404 for what may not be seen, else a page that says it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if refused.status == 404:
                raise Http404 from None
            return render(request, "approvals/refused.html", {"refused": refused}, status=refused.status)

    return answered


def require_visible(request: HttpRequest, draft: Draft) -> None:
    """Refuse a draft that this person may not see with 404, and put the attempt on record."""
    access.require_visible(draft, person(request), at=clock.now(), door=_door(request), seats=reader.seats(request))


def draft_for(request: HttpRequest, draft_id: UUID) -> Draft:
    """Return the draft if this person may see it; otherwise refuse with 404 and put the attempt on record."""
    return access.find(
        person(request), draft_id, at=clock.now(), door=_door(request), seats=reader.seats(request)
    )  # fmt: skip


def _door(request: HttpRequest) -> str:
    """Return what a denial says of where it was tried."""
    return f"{request.method} {request.path}"
