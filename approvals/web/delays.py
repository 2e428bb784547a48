"""Delays: which drafts are late, at whom, since when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.authority import seats_at
from accounts.models import Office, User
from approvals import queries
from approvals.models import Delay
from approvals.web.door import page, person
from approvals.web.paging import Cursor, newest_first
from approvals.web.words import person_acting


@dataclass(frozen=True, slots=True)
class Late:
    """One delay, and the names of those who have the draft now (none once it is decided)."""

    delay: Delay
    people: list[str]


@page
@require_safe
def delays(request: HttpRequest) -> HttpResponse:
    """List the delays of drafts one may see: open ones, or past ones, of one office or of all."""
    at, which, code = clock.now(), request.GET.get("which", ""), request.GET.get("office", "").replace("\x00", "")
    found = queries.delays(person(request), at=at).filter(resolved_at__isnull=which != "past")
    office = Office.objects.filter(code=code).first() if code else None
    found = found.filter(office=office) if office else found
    listed = newest_first(found, time="due_at", after=Cursor.parse(request.GET.get("after", "")))
    context = {
        "listed": listed,
        "rows": _with_people(listed.rows, at=at),
        "at": at,
        "which": "past" if which == "past" else "open",
        "office": office,
        "offices": Office.objects.order_by("name"),
    }
    return render(request, "approvals/delays.html", context)


def _with_people(found: Collection[Delay], *, at: datetime) -> list[Late]:
    """Return the delays, the open ones with who may decide at their place now. At most two queries."""
    places = {(delay.office_id, delay.step.role) for delay in found if delay.resolved_at is None}
    seats = seats_at(places, at=at)
    ids = {who for held in seats.values() for seat in held for who in (seat.user_id, seat.acting_for) if who}
    people = User.objects.in_bulk(ids) if ids else {}
    names = {
        place: [person_acting(people[seat.user_id], people.get(seat.acting_for or 0)) for seat in held]
        for place, held in seats.items()
    }
    return [
        Late(delay, names.get((delay.office_id, delay.step.role), []) if delay.resolved_at is None else [])
        for delay in found
    ]
