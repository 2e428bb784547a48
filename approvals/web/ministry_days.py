"""Days of the whole ministry: read by everyone, set by policy officers and by administrators at headquarters."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts import clock, reader
from accounts.models import OwnDay
from approvals.actions import calendars as acts
from approvals.actions.calendar_turns import may_keep_ministry
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.forms.calendars import OwnDayForm
from approvals.web.forms.fields import small_number


@page
@require_http_methods(["GET", "HEAD", "POST"])
def ministry_days(request: HttpRequest) -> HttpResponse:
    """List the days that every office keeps otherwise; add one, or take one away."""
    at = clock.now()
    if request.method != "POST":
        return _show(request, OwnDayForm(auto_id="day_%s"), at=at)
    if not may_keep_ministry(reader.seats(request)):
        raise Refused("not_ministry_calendar_keeper")
    if request.POST.get("do") == "remove_day":
        row = small_number(request.POST.get("row", "")) or 0
        acts.remove_own_day(office_id=None, own_day_id=row, by=person(request), at=at)
        messages.success(request, gettext("The day is kept as any other again."))
        return redirect("ministry_days")
    form = OwnDayForm(request.POST, auto_id="day_%s")
    if not form.is_valid():
        return _show(request, form, at=at, status=400)
    try:
        acts.set_own_day(office_id=None, **form.cleaned_data, by=person(request), at=at)
    except Refused as refused:
        form.take(refused)
        return _show(request, form, at=at, status=refused.status)
    messages.success(request, gettext("The day is set for every office."))
    return redirect("ministry_days")


def _show(request: HttpRequest, form: OwnDayForm, *, at: datetime, status: int = 200) -> HttpResponse:
    days = OwnDay.objects.filter(office=None).select_related("set_by")
    context = {
        "days": list(days.filter(day__gte=at.date()).order_by("day")),
        "past": list(days.filter(day__lt=at.date()).order_by("-day")[:20]),
        "form": form,
        "is_keeper": may_keep_ministry(reader.seats(request)),
    }
    return render(request, "approvals/ministry_days.html", context, status=status)
