"""The duty rosters: who is on duty now and for the next two weeks, gaps shown; kept by who heads or administers."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock, reading
from accounts.models import DutyShift, Office
from accounts.zones import zone_named
from approvals.actions import duty as acts
from approvals.refusals import Refused
from approvals.web import duty_drawing
from approvals.web.door import page, person
from approvals.web.forms.fields import local_input
from approvals.web.forms.people import MoveShiftForm, ShiftForm
from approvals.web.forms.verbs import VerbForm
from approvals.web.people_register import Roster, rosters


@page
@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """List the offices that have a duty list, with who is on duty there now and when nobody is."""
    at = clock.now()
    return render(request, "approvals/duty.html", {"rosters": rosters(at=at), "at": at})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, code: str) -> HttpResponse:
    """Show the roster of one office on its own clock; who keeps it enters a shift here."""
    at, found = clock.now(), get_object_or_404(Office, code=code)
    with timezone.override(zone_named(found.time_zone)):
        if request.method == "POST":
            acts.require_keeper(found, person(request), at=at)
        roster = rosters([found], at=at)[0]
        form = _shift_form(request.POST if request.method == "POST" else None, roster, at=at)
        if request.method != "POST":
            return _show(request, roster, form, at=at)
        if not form.is_valid():
            return _show(request, roster, form, at=at, status=400)
        try:
            acts.add_shift(posting_id=form.cleaned_data["posting"], **form.times(), by=person(request), at=at)
        except Refused as refused:
            form.take(refused)
            return _show(request, roster, form, at=at, status=refused.status)
    messages.success(request, gettext("The shift is entered, and whoever is on duty is told."))
    return redirect("duty_office", code=code)


@page
@require_POST
def move(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Give a shift other hours, told on the clock of its office."""
    at, found = clock.now(), _shift(request, shift_id)
    where = found.posting.office
    with timezone.override(zone_named(where.time_zone)):
        form = MoveShiftForm(request.POST, at=at, auto_id=f"shift-{found.pk}_%s")
        try:
            if not form.is_valid():
                raise Refused("invalid")
            times = form.times()
            if local_input(times["starts_at"]) == local_input(found.starts_at):
                times["starts_at"] = found.starts_at  # the seconds, which the field does not show
            acts.move_shift(shift_id=shift_id, **times, by=person(request), at=at)
        except Refused as refused:
            return _refused(request, where, found, form, refused, at=at)
    messages.success(request, gettext("The shift has other hours, and whoever is on duty is told."))
    return redirect("duty_office", code=where.code)


@page
@require_POST
def remove(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take a shift out of the roster; one that has begun ends now."""
    code = _shift(request, shift_id).posting.office.code
    acts.remove_shift(shift_id=shift_id, by=person(request), at=clock.now())
    messages.success(request, gettext("The shift is taken out of the roster."))
    return redirect("duty_office", code=code)


def _shift(request: HttpRequest, shift_id: int) -> DutyShift:
    found = DutyShift.objects.select_related("posting__office", "posting__user").filter(pk=shift_id).first()
    if found is None:
        raise Http404
    acts.require_keeper(found.posting.office, person(request), at=clock.now())
    return found


def _shift_form(data: QueryDict | None, roster: Roster, *, at: datetime) -> ShiftForm:
    gap = roster.gaps[0] if roster.gaps else None
    initial = {"starts_at": gap.starts_at, "ends_at": gap.ends_at} if gap else {}
    if gap and gap.ends_at - gap.starts_at > acts.LONGEST_SHIFT:
        initial["ends_at"] = gap.starts_at + acts.LONGEST_SHIFT
    return ShiftForm(data, listed=roster.listed, at=at, initial=initial)


def _refused(
    request: HttpRequest, where: Office, shift: DutyShift, form: MoveShiftForm, refused: Refused, *, at: datetime
) -> HttpResponse:  # fmt: skip
    if refused.code != "invalid":
        form.take(refused)
    roster = rosters([where], at=at)[0]
    fresh = _shift_form(None, roster, at=at)
    return _show(request, roster, fresh, at=at, status=refused.status, refused=(shift.pk, form))


def _show(
    request: HttpRequest, roster: Roster, form: ShiftForm, *, at: datetime, status: int = 200,
    refused: tuple[int, VerbForm] | None = None,
) -> HttpResponse:  # fmt: skip
    keeps = acts.keeps(roster.office, person(request), at=at)
    rows = [
        (watch, _move_form(watch.shift, refused, at=at) if keeps and watch.shift else None) for watch in roster.watches
    ]
    context = {
        "roster": roster,
        "rows": rows,
        "form": form,
        "drawn": duty_drawing.draw(roster),
        "keeps": keeps,
        "refused": refused is not None,
        "zone": reading.zone_and_offset(at),
        "at": at,
    }
    return render(request, "approvals/duty_office.html", context, status=status)


def _move_form(shift: DutyShift, refused: tuple[int, VerbForm] | None, *, at: datetime) -> VerbForm:
    if refused is not None and refused[0] == shift.pk:
        return refused[1]
    initial = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
    return MoveShiftForm(initial=initial, at=at, auto_id=f"shift-{shift.pk}_%s")
