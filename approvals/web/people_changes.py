"""The register, one change at a time: a person, a posting, who may sign in; by whoever keeps it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock, reading
from accounts.models import Posting, User
from approvals import people
from approvals.actions import people as acts
from approvals.keepers import require_keeper
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.forms.register import EndForm, PersonForm, PostingForm
from approvals.web.forms.verbs import PlainForm, VerbForm
from approvals.web.people import keeper_of


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    at = clock.now()
    require_keeper(person(request), at=at)
    form = PersonForm(request.POST if request.method == "POST" else None)

    def add() -> HttpResponse:
        made = acts.add(
            username=form.cleaned_data["username"], wanted=form.wanted(), by=person(request), at=at
        )  # fmt: skip
        messages.success(request, gettext("%(name)s is added. Give them a posting next.") % {"name": made})
        return redirect("person", user_id=made.pk)

    return _answered(request, "approvals/person_edit.html", form, add, shown=None)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person another name, address, language or zone."""
    at, shown = clock.now(), _found(user_id)
    require_keeper(person(request), at=at)
    form = PersonForm(request.POST if request.method == "POST" else None, shown=shown)

    def change() -> HttpResponse:
        acts.change(user_id=shown.pk, wanted=form.wanted(), by=person(request), at=at)
        messages.success(request, gettext("What is kept of this person is changed."))
        return redirect("person", user_id=shown.pk)

    return _answered(request, "approvals/person_edit.html", form, change, shown=shown)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def give_posting(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let a person hold a role at an office."""
    at, shown, mine = clock.now(), _found(user_id), keeper_of(request)
    if not mine.keeps:
        raise Refused("not_people_keeper")
    form = PostingForm(request.POST if request.method == "POST" else None, mine=mine, at=at)

    def give() -> HttpResponse:
        typed = form.cleaned_data
        acts.give_posting(
            user_id=shown.pk, office_id=typed["office"], role=typed["role"], starts_at=typed["starts_at"],
            ends_at=typed["ends_at"], by=person(request), at=at,
        )  # fmt: skip
        messages.success(request, gettext("The posting is given, and its holder is told."))
        return redirect("person", user_id=shown.pk)

    return _answered(request, "approvals/posting_give.html", form, give, shown=shown)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def end_posting(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Let a posting end, now or later; what that does is said first."""
    at = clock.now()
    posting = Posting.objects.select_related("user", "office").filter(pk=posting_id).first()
    if posting is None:
        raise Refused("not_found")
    if not keeper_of(request).may_post(posting.office_id, posting.role):
        raise Refused("not_keeper_there")
    form = EndForm(request.POST if request.method == "POST" else None, at=at)

    def end() -> HttpResponse:
        acts.end_posting(posting_id=posting.pk, ends_at=form.cleaned_data["ends_at"], by=person(request), at=at)
        messages.success(request, gettext("The posting ends, and its holder is told."))
        return redirect("person", user_id=posting.user_id)

    left = people.leaving(posting.user, at=at)
    return _answered(request, "approvals/posting_end.html", form, end, shown=posting.user, posting=posting, left=left)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let a person sign in no more; what that does to open steps is said first."""
    at, shown = clock.now(), _found(user_id)
    require_keeper(person(request), at=at)

    def shut_out() -> HttpResponse:
        acts.deactivate(user_id=shown.pk, by=person(request), at=at)
        messages.success(request, gettext("%(name)s may sign in no more, and decides nothing.") % {"name": shown})
        return redirect("person", user_id=shown.pk)

    form = PlainForm(request.POST if request.method == "POST" else None)
    left = people.leaving(shown, at=at)
    return _answered(request, "approvals/person_deactivate.html", form, shut_out, shown=shown, left=left)


@page
@require_POST
def reactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let a person sign in again."""
    acts.reactivate(user_id=user_id, by=person(request), at=clock.now())
    messages.success(request, gettext("This person may sign in again."))
    return redirect("person", user_id=user_id)


def _found(user_id: int) -> User:
    shown = User.objects.filter(pk=user_id).first()
    if shown is None:
        raise Refused("not_found")
    return shown


def _answered(
    request: HttpRequest, template: str, form: VerbForm, act: Callable[[], HttpResponse], **context: Any
) -> HttpResponse:
    """Show the form, or act and go on; what was refused stands on the form, and what was typed stays."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return act()
            except Refused as refused:
                if refused.status == 404:
                    raise
                form.take(refused)
                status = refused.status
    at: datetime = clock.now()
    context |= {"form": form, "at": at, "time_zones": reading.time_zone_names()}
    return render(request, template, context, status=status)
