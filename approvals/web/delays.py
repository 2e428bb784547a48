"""Delays: which drafts are late, at whom, since when, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock, reader
from accounts.authority import seats_at
from accounts.models import Office, User
from approvals import queries
from approvals.actions.explain_delay import explain_delay
from approvals.models import Delay
from approvals.refusals import Refused
from approvals.web.door import draft_for, is_officer, page, person
from approvals.web.draft import show
from approvals.web.forms.delays import ExplainForm, NarrowForm
from approvals.web.late_levels import LateLevel, shown
from approvals.web.paging import Cursor, newest_first
from approvals.web.words import person_acting


@dataclass(frozen=True, slots=True)
class Row:
    """One delay, and the names of those who have the draft now (none once it is decided)."""

    late: LateLevel
    people: list[str]


@page
@require_safe
def delays(request: HttpRequest) -> HttpResponse:
    """List the delays of drafts one may see, open ones or past ones, of one office, for one reason, of a time."""
    at, which = clock.now(), request.GET.get("which", "")
    form = narrow_form(request)
    found = queries.delays(person(request), at=at, seats=reader.seats(request))
    found = found.filter(resolved_at__isnull=which != "past")
    listed = newest_first(form.narrowing(found), time="due_at", after=Cursor.parse(request.GET.get("after", "")))
    context = {
        "listed": listed,
        "rows": _rows(listed.rows, person(request), at=at),
        "at": at,
        "which": "past" if which == "past" else "open",
        "form": form,
        "kept": [("which", "past")] if which == "past" else [],
        "may_count": is_officer(request),
    }
    return render(request, "approvals/delays.html", context)


@page
@require_POST
def explain(request: HttpRequest, delay_id: int) -> HttpResponse:
    """Take the reason of a delay, and go back to where it was given; what is refused is shown on the draft's page."""
    at = clock.now()
    delay = Delay.objects.filter(pk=delay_id).first()
    if delay is None:
        raise Refused("not_found")
    draft = draft_for(request, delay.draft_id)
    form = ExplainForm.of(delay, request.POST)
    try:
        if not form.is_valid():
            raise Refused("invalid", errors={name: [str(one) for one in said] for name, said in form.errors.items()})
        explain_delay(delay_id=delay_id, by=person(request), at=at, **form.cleaned_data)
    except Refused as refused:
        if form.is_valid():
            form.take(refused)
        return show(request, draft, at=at, status=refused.status, refused=refused, typed={f"delay_{delay_id}": form})
    messages.success(
        request, gettext("The reason why %(reference)s was late is kept.") % {"reference": draft.reference}
    )
    return redirect("delays") if request.POST.get("next") == "delays" else redirect("draft", draft_id=draft.pk)


def narrow_form(request: HttpRequest) -> NarrowForm:
    """Return the form that narrows delays, as the address fills it. One query."""
    offices = {office.code: office for office in Office.objects.order_by("name")}
    return NarrowForm(request.GET, offices=offices)


def _rows(found: Collection[Delay], who: User, *, at: datetime) -> list[Row]:
    """Return the delays, the open ones with who may decide at their place now. At most six queries."""
    places = {(delay.office_id, delay.of.role) for delay in found if delay.resolved_at is None}
    seats = seats_at(places, at=at)
    ids = {who for held in seats.values() for seat in held for who in (seat.user_id, seat.acting_for) if who}
    people = User.objects.in_bulk(ids) if ids else {}
    names = {
        place: [person_acting(people[seat.user_id], people.get(seat.acting_for or 0)) for seat in held]
        for place, held in seats.items()
    }
    return [
        Row(late, names.get((late.delay.office_id, late.delay.of.role), []) if late.open_now else [])
        for late in shown(found, who, at=at)
    ]
