"""What is done with a pre-authorization from its page: each by a person's POST, and most for a reason."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import clock, reader
from accounts.models import User
from approvals import granted
from approvals.actions import authorization_stops, authorizations
from approvals.granted import Paper, Reader
from approvals.models import Restriction
from approvals.refusals import Refused
from approvals.web.authorization_page import Back, show
from approvals.web.door import page, person
from approvals.web.forms.authorizations import WhyForm
from approvals.web.forms.fields import small_number

Act = Callable[[Paper, str, User, datetime], object]


@page
@require_POST
def countersign(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to the version that was read, as a second policy officer."""
    asked = _version(request)
    return _done(
        request, number, "countersign", gettext("It is countersigned. Its holder is asked to accept it."),
        lambda paper, _why, by, at: authorizations.countersign(
            authorization_id=paper.authorization.pk, version=asked, by=by, at=at
        ),
    )  # fmt: skip


@page
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept the version that was read, as the holder."""
    asked = _version(request)
    return _done(
        request, number, "accept", gettext("You have accepted it. Within its terms you may publish at once."),
        lambda paper, _why, by, at: authorizations.accept(
            authorization_id=paper.authorization.pk, version=asked, by=by, at=at
        ),
    )  # fmt: skip


@page
@require_POST
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Say no to the version that was read, as the holder, with a reason."""
    asked = _version(request)
    return _for_a_reason(
        request, number, "decline", gettext("You have declined it. The policy officers are told why."),
        lambda paper, why, by, at: authorizations.decline(
            authorization_id=paper.authorization.pk, version=asked, reason=why, by=by, at=at
        ),
    )  # fmt: skip


@page
@require_POST
def call_off(request: HttpRequest, number: str) -> HttpResponse:
    """Take back a version that is not accepted yet."""
    asked = _version(request)
    return _for_a_reason(
        request, number, "call_off", gettext("The version is called off."),
        lambda paper, why, by, at: authorizations.call_off(
            authorization_id=paper.authorization.pk, version=asked, reason=why, by=by, at=at
        ),
    )  # fmt: skip


@page
@require_POST
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Let nothing go out under it until that is lifted."""
    return _for_a_reason(
        request, number, "suspend", gettext("It is suspended: nothing goes out under it."),
        lambda paper, why, by, at: authorization_stops.suspend(
            authorization_id=paper.authorization.pk, reason=why, by=by, at=at
        ),
    )  # fmt: skip


@page
@require_POST
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """End it for good."""
    return _for_a_reason(
        request, number, "revoke", gettext("It is revoked: nothing goes out under it any more."),
        lambda paper, why, by, at: authorization_stops.revoke(
            authorization_id=paper.authorization.pk, reason=why, by=by, at=at
        ),
    )  # fmt: skip


@page
@require_POST
def lift(request: HttpRequest, number: str, restriction_id: int) -> HttpResponse:
    """Lift a suspension or a halved quota: also the appeal against what the outcomes of reviews did."""
    return _for_a_reason(
        request, number, "lift", gettext("The restriction is lifted."),
        lambda paper, why, by, at: authorization_stops.resume(
            restriction_id=_restriction(paper, restriction_id).pk, reason=why, by=by, at=at
        ),
        restriction_id=restriction_id,
    )  # fmt: skip


def _for_a_reason(
    request: HttpRequest, number: str, verb: str, said: str, act: Act, *, restriction_id: int | None = None
) -> HttpResponse:
    """Do something for a reason; without one, show the page again with the form open."""
    form = WhyForm(request.POST, verb=verb, auto_id=f"{verb}-{restriction_id or ''}%s")
    if not form.is_valid():
        back = Back(verb, form, Refused("invalid"), restriction_id)
        return show(request, number, back=back)
    return _done(request, number, verb, said, act, form=form, restriction_id=restriction_id)


def _done(
    request: HttpRequest, number: str, verb: str, said: str, act: Act, *,
    form: WhyForm | None = None, restriction_id: int | None = None,
) -> HttpResponse:  # fmt: skip
    """Do it, say so, and lead back to the page; what is refused is said there, where the reader could have done it."""
    at, by = clock.now(), person(request)
    paper = granted.find(Reader(by, reader.seats(request)), number, at=at)
    try:
        act(paper, form.cleaned_data["reason"] if form else "", by, at)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return show(request, number, back=Back(verb, form, refused, restriction_id))
    messages.success(request, said)
    return redirect("authorization", number=number)


def _version(request: HttpRequest) -> int:
    """Return the number of the version that was read; none is 0, which no version has."""
    return small_number(request.POST.get("version", "")) or 0


def _restriction(paper: Paper, restriction_id: int) -> Restriction:
    found = next((one for one in paper.restrictions if one.pk == restriction_id), None)
    if found is None:
        raise Refused("not_found")
    return found
