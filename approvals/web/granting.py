"""Granting a pre-authorization, and amending one: first for whom, then on which terms; only a POST proposes it."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts import clock, reader
from accounts.models import Posting
from approvals import granted
from approvals.actions import authorizations
from approvals.granted import Paper, Reader
from approvals.models import AuthorizationVersion
from approvals.refusals import Refused
from approvals.web.conditions import Vocabulary
from approvals.web.door import page, person
from approvals.web.forms.authorizations import HolderForm, TermsForm
from approvals.web.paging import row_number


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose whose posting it is for; then write the terms, and propose them to a second officer."""
    _officer(request)
    at = clock.now()
    posting = _posting(request.GET.get("posting", ""))
    if posting is None:
        return _choose(request, at=at)
    return _terms(
        request, posting, None, at=at,
        propose=lambda form: authorizations.grant(posting_id=posting.pk, terms=form.terms(), by=person(request), at=at),
    )  # fmt: skip


@page
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Write other terms, or the same for longer, beginning with those that count now."""
    me, at = _officer(request), clock.now()
    paper = granted.find(me, number, at=at)
    _require_can_be_amended(paper)
    return _terms(
        request, paper.authorization.posting, paper.shown, at=at, paper=paper,
        propose=lambda form: authorizations.amend(
            authorization_id=paper.authorization.pk, terms=form.terms(), by=person(request), at=at
        ),
    )  # fmt: skip


def _choose(request: HttpRequest, *, at: datetime) -> HttpResponse:
    form = HolderForm(request.POST if request.method == "POST" else None, at=at)
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.path}?posting={form.cleaned_data['posting'].pk}")
    status = 400 if form.errors else 200
    return render(request, "approvals/authorization_holder.html", {"form": form}, status=status)


def _terms(
    request: HttpRequest, posting: Posting, version: AuthorizationVersion | None, *, at: datetime,
    propose: Callable[[TermsForm], AuthorizationVersion], paper: Paper | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form, or propose what it says; every fault is named beside its field."""
    data = request.POST if request.method == "POST" else None
    form = TermsForm(data, posting=posting, at=at, words=Vocabulary(), version=version)
    status = 200
    if data is not None:
        try:
            if not form.is_valid():
                raise Refused("invalid")
            proposed = propose(form)
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            if refused.code != "invalid":
                form.take(refused)
            status = refused.status
        else:
            messages.success(request, gettext("It is proposed. A second policy officer is asked to countersign it."))
            return redirect("authorization", number=proposed.authorization.number)
    context = {"form": form, "posting": posting, "version": version, "paper": paper}
    return render(request, "approvals/authorization_terms.html", context, status=status)


def _posting(typed: str) -> Posting | None:
    """Return the posting that an address names; what it cannot name is chosen first."""
    try:
        chosen = row_number(typed)
    except ValueError:
        return None
    return Posting.objects.select_related("user", "office").filter(pk=chosen).first()


def _officer(request: HttpRequest) -> Reader:
    me = Reader(person(request), reader.seats(request))
    if not me.is_officer:
        raise Refused("not_policy_officer")
    return me


def _require_can_be_amended(paper: Paper) -> None:
    if paper.is_over:
        raise Refused("authorization_is_over")
    if paper.under_way is not None:
        raise Refused("version_under_way", params={"number": paper.under_way.number})
