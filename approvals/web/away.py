"""When I am away: from when until when, and who acts for each of my postings; for others, by who heads their office."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock, reading
from accounts.models import Absence, Deputy, Posting, User
from accounts.queries import deputizing, in_force_at
from approvals.actions import away as acts
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.finding_people import offered
from approvals.web.forms.people import AwayForm, people_to_choose
from approvals.web.people_register import away_between, given_by


@page
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Show and take one's own absences, and list those of the people whose absences one may arrange."""
    return _arrange(request, person(request), None, at=clock.now())


@page
@require_http_methods(["GET", "HEAD", "POST"])
def for_other(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show and take the absences of somebody whose office one heads or administers."""
    other = User.objects.filter(pk=user_id).first()
    at = clock.now()
    if other is None or acts.may_arrange(other, person(request), at=at) == frozenset():
        raise Refused("not_found")
    return _arrange(request, other, None, at=at)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Show one absence with who acts, and give it other times or other deputies."""
    at = clock.now()
    absence = Absence.objects.select_related("user").filter(pk=absence_id, ends_at__gt=at).first()
    if absence is None or acts.may_arrange(absence.user, person(request), at=at) == frozenset():
        raise Refused("not_found")
    return _arrange(request, absence.user, absence, at=at)


@page
@require_POST
def end(request: HttpRequest, absence_id: int) -> HttpResponse:
    """End an absence now, or call it off."""
    found = Absence.objects.select_related("user").filter(pk=absence_id).first()
    at = clock.now()
    if found is None or acts.may_arrange(found.user, person(request), at=at) == frozenset():
        raise Refused("not_found")
    absence = acts.end(absence_id=absence_id, by=person(request), at=at)
    messages.success(request, gettext("The absence is ended: whoever acted for it acts no longer."))
    return _back(request, absence.user)


def _arrange(request: HttpRequest, someone: User, absence: Absence | None, *, at: datetime) -> HttpResponse:
    form = _form(request, someone, absence, at=at)
    if request.method != "POST":
        return _show(request, someone, absence, form, at=at)
    if not form.is_valid():
        return _show(request, someone, absence, form, at=at, status=400)
    asked: dict[str, Any] = {**form.times(), "covers": form.covers(), "by": person(request), "at": at}
    try:
        if absence is None:
            done = acts.leave(user_id=someone.pk, **asked)
        else:
            done = acts.change(absence_id=absence.pk, **asked)
    except Refused as refused:
        form.take(refused)
        return _show(request, someone, absence, form, at=at, status=refused.status)
    messages.success(request, gettext("The absence is entered. Whoever acts, and the head of the office, are told."))
    _warn(request, done)
    return _back(request, someone)


def _form(request: HttpRequest, someone: User, absence: Absence | None, *, at: datetime) -> AwayForm:
    offices = acts.may_arrange(someone, person(request), at=at)
    given = given_by(someone, offices=offices, at=at, absence=absence)
    near = Posting.objects.filter(in_force_at(at), user=someone).values_list("office_id", flat=True)
    found = offered(request, near, but=someone, at=at, also=[one.acting for one in given])
    initial = {"starts_at": absence.starts_at, "ends_at": absence.ends_at} if absence else {"starts_at": at}
    data = request.POST if request.method == "POST" else None
    form = AwayForm(data, given=given, people=people_to_choose(found.people), at=at, initial=initial)
    form.offered = found
    return form


def _warn(request: HttpRequest, absence: Absence) -> None:
    """Say which of those who are to act are away as well for a part of the time: they can pass it on."""
    acting = set(absence.deputies.values_list("user_id", flat=True))
    for other in away_between(acting, absence.starts_at, absence.ends_at):
        messages.warning(
            request,
            gettext("%(name)s is away as well, until %(until)s, and can pass it on.")
            % {"name": other.user, "until": reading.moment(other.ends_at)},
        )


def _back(request: HttpRequest, someone: User) -> HttpResponse:
    return redirect("away") if someone.pk == person(request).pk else redirect("away_other", user_id=someone.pk)


def _show(
    request: HttpRequest, someone: User, absence: Absence | None, form: AwayForm, *, at: datetime, status: int = 200
) -> HttpResponse:  # fmt: skip
    acting = Deputy.objects.filter(ends_at__gt=at).select_related("user", "posting__office", "posting__user")
    shown = Absence.objects.filter(user=someone, ends_at__gt=at).order_by("starts_at", "pk")
    context = {
        "someone": someone,
        "is_own": someone.pk == person(request).pk,
        "absence": absence,
        "absences": shown.prefetch_related(Prefetch("deputies", acting.order_by("starts_at", "pk"))),
        "form": form,
        "given": [form[one.name] for one in form.given],
        "deputizing": deputizing(someone.pk, at=at),
        "others": _others(request, at=at),
        "at": at,
    }
    return render(request, "approvals/away.html", context, status=status)


def _others(request: HttpRequest, *, at: datetime) -> list[tuple[User, Absence | None]]:
    """Return the people whose absences the reader may arrange, each with the absence they are in. At most three."""
    offices = acts.offices_arranged(person(request), at=at)
    if not offices:
        return []
    held = Q(in_force_at(at), office__in=offices)
    people = User.objects.filter(postings__in=Posting.objects.filter(held)).exclude(pk=person(request).pk)
    now = {
        absence.user_id: absence
        for absence in Absence.objects.filter(user__in=people, starts_at__lte=at, ends_at__gt=at)
    }
    return [(one, now.get(one.pk)) for one in people.distinct().order_by("name", "pk")]
