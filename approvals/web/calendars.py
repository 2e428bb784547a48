"""When an office works, read by everyone, and set by those who keep its calendar: one page, a form for each change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import clock, reader
from accounts.models import Office, OwnDay, SpecialHours, User
from approvals.actions import calendars as acts
from approvals.actions.calendar_turns import may_keep, may_keep_ministry
from approvals.calendars import Calendar, calendar_of
from approvals.refusals import Refused
from approvals.rules.office_days import week_of
from approvals.web import calendar_year
from approvals.web.calendar_page import WEEKS_SHOWN, lines, monday_of, observed_said, today_at, weeks, zone_said
from approvals.web.door import page, person
from approvals.web.forms.calendars import HolidaysForm, HoursForm, OwnDayForm, SpecialHoursForm, copied
from approvals.web.forms.fields import small_number
from approvals.web.forms.verbs import VerbForm

# Weeks further away than this say nothing that anybody plans with.
FURTHEST = timedelta(days=800)
LONGEST_CLOSED = timedelta(days=366)  # beyond it an office is as good as never open


@dataclass
class Desk:
    """What a request does at the calendar of an office: whose it is, who asks and when, the forms as they stand."""

    office: Office
    by: User
    at: datetime
    sent: Mapping[str, str]
    forms: dict[str, VerbForm] = field(default_factory=dict)

    def row(self) -> int:
        """Return the row that a button names."""
        return small_number(self.sent.get("row", "")) or 0


@page
@require_http_methods(["GET", "HEAD", "POST"])
def office_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Show when an office works, and change it."""
    office = get_object_or_404(Office, code=code)
    desk = Desk(office, person(request), clock.now(), request.POST.dict())
    if request.method != "POST":
        return _show_year(request, desk) if request.GET.get("view") == "year" else _show(request, desk)
    if not may_keep(office, reader.seats(request)):
        raise Refused("not_calendar_keeper")
    do = desk.sent.get("do", "")
    if do in COPIES:
        name, kind = COPIES[do]
        desk.forms[name] = kind(initial=copied(desk.sent), auto_id=f"{name}_%s")
        return _show(request, desk)
    return _change(request, desk, do)


def _change(request: HttpRequest, desk: Desk, do: str) -> HttpResponse:
    if do not in DEEDS:
        raise Refused("invalid", field="do")
    name, deed, done = DEEDS[do]
    form = desk.forms[name] = _bound(name, desk)
    try:
        # A button that takes something away sends no form.
        if do == name and not form.is_valid():
            return _show(request, desk, status=400)
        deed(desk, form)
    except Refused as refused:
        if do != name or refused.status in (403, 404):
            raise
        form.take(refused)
        return _show(request, desk, status=refused.status)
    messages.success(request, str(done))
    return redirect("office_calendar", code=desk.office.code)


def _bound(name: str, desk: Desk) -> VerbForm:
    if name == "holidays":
        return HolidaysForm(desk.sent, office=desk.office)
    return FORMS[name](desk.sent, auto_id=f"{name}_%s")


def _set_hours(desk: Desk, form: HoursForm) -> None:
    typed = form.cleaned_data
    acts.set_hours(
        office_id=desk.office.pk, starts_on=typed["starts_on"], weekly=form.weekly(),
        follows_weekend=typed["follows_weekend"], by=desk.by, at=desk.at,
    )  # fmt: skip


def _remove_hours(desk: Desk, form: VerbForm) -> None:
    acts.remove_hours(office_id=desk.office.pk, hours_id=desk.row(), by=desk.by, at=desk.at)


def _set_special(desk: Desk, form: SpecialHoursForm) -> None:
    typed = form.cleaned_data
    acts.set_special_hours(
        office_id=desk.office.pk, name=typed["name"], first_day=typed["first_day"], last_day=typed["last_day"],
        weekly=form.weekly(), special_hours_id=typed["special"], by=desk.by, at=desk.at,
    )  # fmt: skip


def _remove_special(desk: Desk, form: VerbForm) -> None:
    acts.remove_special_hours(office_id=desk.office.pk, special_hours_id=desk.row(), by=desk.by, at=desk.at)


def _set_day(desk: Desk, form: OwnDayForm) -> None:
    acts.set_own_day(office_id=desk.office.pk, **form.cleaned_data, by=desk.by, at=desk.at)


def _remove_day(desk: Desk, form: VerbForm) -> None:
    acts.remove_own_day(office_id=desk.office.pk, own_day_id=desk.row(), by=desk.by, at=desk.at)


def _set_holidays(desk: Desk, form: HolidaysForm) -> None:
    acts.set_kept_holidays(office_id=desk.office.pk, **form.kept(), by=desk.by, at=desk.at)


FORMS: dict[str, type[VerbForm]] = {"hours": HoursForm, "special": SpecialHoursForm, "day": OwnDayForm}
COPIES: dict[str, tuple[str, type[VerbForm]]] = {
    "copy_hours": ("hours", HoursForm),
    "copy_special": ("special", SpecialHoursForm),
}
# By what the button says: the form it belongs to, what is done, and the words for having done it.
DEEDS: dict[str, tuple[str, Callable[[Desk, Any], None], str | Promise]] = {
    "hours": ("hours", _set_hours, _("The weekly hours are set.")),
    "remove_hours": ("hours", _remove_hours, _("These weekly hours are removed.")),
    "special": ("special", _set_special, _("The special hours are set.")),
    "remove_special": ("special", _remove_special, _("The special hours are removed.")),
    "day": ("day", _set_day, _("The day is set.")),
    "remove_day": ("day", _remove_day, _("The day is kept as any other again.")),
    "holidays": ("holidays", _set_holidays, _("The holidays that are kept are set.")),
}


def _show(request: HttpRequest, desk: Desk, *, status: int = 200) -> HttpResponse:
    office, at = desk.office, desk.at
    today, calendar = today_at(office, at=at), calendar_of(office)
    first = _first_week(request.GET.get("from", ""), today)
    in_force = calendar.days.in_force(today)
    hours = list(office.hours.order_by("-starts_on"))
    context = {
        "office": office,
        "opens_next": _opens_next(calendar, at),
        "at": at,
        "zone": zone_said(office, at=at),
        "weeks": weeks(calendar, first, today=today, language=get_language() or "en"),
        "is_now": first == monday_of(today),
        "earlier": first - timedelta(weeks=WEEKS_SHOWN),
        "later": first + timedelta(weeks=WEEKS_SHOWN),
        "hours": [(row, lines(week_of(row.weekly)), row.starts_on == in_force.starts_on) for row in hours],
        "special": [
            (row, lines(week_of(row.weekly)))
            for row in office.special_hours.filter(last_day__gte=today).order_by("first_day")
        ],
        "days": list(office.own_days.filter(day__gte=today)),
        "ministry_days": list(OwnDay.objects.filter(office=None, day__gte=today)),
        "observed": [observed_said(each) for each in calendar.observed if each not in calendar.unknown],
        "unknown": [observed_said(each) for each in calendar.unknown],
        "is_keeper": may_keep(office, reader.seats(request)),
        "is_ministry_keeper": may_keep_ministry(reader.seats(request)),
        "forms": _forms(request, desk, today),
        "sent": desk.sent.get("do", "").removeprefix("copy_"),
    }
    return render(request, "approvals/calendar.html", context, status=status)


def _show_year(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show a whole year of the office as a picture."""
    today, calendar = today_at(desk.office, at=desk.at), calendar_of(desk.office)
    year = calendar_year.year_asked(request.GET.get("year", ""), today)
    context = {
        "office": desk.office,
        "zone": zone_said(desk.office, at=desk.at),
        "year": year,
        "earlier": year - 1 if year > today.year - calendar_year.YEARS_BACK else None,
        "later": year + 1 if year < today.year + calendar_year.YEARS_AHEAD else None,
        "weekdays": [(str(WEEKDAYS_ABBR[number]), str(WEEKDAYS[number])) for number in range(7)],
        "months": calendar_year.months(calendar, year, today=today, language=get_language() or "en"),
        "unknown": [observed_said(each) for each in calendar.unknown],
    }
    return render(request, "approvals/calendar_year.html", context)


def _opens_next(calendar: Calendar, at: datetime) -> datetime | None:
    """Return the instant itself while the office works, else when it does next; None for one that never will."""
    opens = calendar.hours.opens_next(at)
    return opens if opens - at < LONGEST_CLOSED else None


def _forms(request: HttpRequest, desk: Desk, today: date) -> dict[str, VerbForm]:
    """Return every form of the page: as it was sent, else as it begins."""
    days = calendar_of(desk.office).days
    in_force = days.in_force(today)
    begun: dict[str, Callable[[], VerbForm]] = {
        "hours": lambda: HoursForm.beginning(
            in_force.week, follows_weekend=in_force.follows_weekend, starts_on=today + timedelta(days=1)
        ),
        "special": lambda: SpecialHoursForm.of(_special_asked_for(request, desk.office), in_force.week),
        "day": lambda: OwnDayForm(auto_id="day_%s"),
        "holidays": lambda: HolidaysForm(office=desk.office),
    }
    return {name: desk.forms.get(name) or begin() for name, begin in begun.items()}


def _special_asked_for(request: HttpRequest, office: Office) -> SpecialHours | None:
    row = small_number(request.GET.get("special", ""))
    return office.special_hours.filter(pk=row).first() if row else None


def _first_week(asked: str, today: date) -> date:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    return monday_of(day if abs(day - today) < FURTHEST else today)
