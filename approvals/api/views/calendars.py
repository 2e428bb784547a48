"""When an office works: read by everyone who is signed in."""

from datetime import date, timedelta

from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Office
from approvals.actions.calendar_checks import EARLIEST, YEARS_AHEAD
from approvals.api.schema import describes
from approvals.api.serializers.base import Taken
from approvals.api.serializers.calendars import CalendarSerializer
from approvals.api.views.base import Door
from approvals.calendars import Calendar, calendar_of
from approvals.refusals import Refused
from approvals.rules.office_days import told

TAG = "Offices"
USUAL, MOST = timedelta(days=27), timedelta(days=366)


class DaysFilterSerializer(Taken):
    """Which days."""

    to = serializers.DateField(required=False, help_text="The last day: without it four weeks, a year at most.")

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """Return the fields; one is called by a word that Python keeps for itself."""
        first = serializers.DateField(
            required=False, help_text="The first day; today at the office when it is left out."
        )
        return {"from": first, **super().get_fields()}


class CalendarView(Door):
    """The calendar of an office."""

    @describes(
        "read_calendar",
        "When an office works, day by day, and why",
        gives=CalendarSerializer,
        parameters=[DaysFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request, code: str) -> Response:
        """Read the calendar."""
        asked = self.asked(DaysFilterSerializer)
        office = Office.objects.filter(code=code).first()
        if office is None:
            raise Refused("not_found")
        calendar = calendar_of(office)
        first = asked.get("from") or self.at.astimezone(calendar.hours.zone).date()
        latest = date(self.at.year + YEARS_AHEAD, 12, 31)
        # Before any day is counted from it: of the last year that there is, four weeks more is no date.
        _require_day("from", first, latest=latest)
        last = asked.get("to") or first + USUAL
        _require_days(first, last, latest=latest)
        days = [_day(calendar, first + timedelta(days=n)) for n in range((last - first).days + 1)]
        given = {
            "office": office, "time_zone": office.time_zone,
            "holidays_of": [each.country for each in calendar.observed],
            "holidays_unknown_for": [each.country for each in calendar.unknown],
            "days": days,
        }  # fmt: skip
        return self.give(CalendarSerializer, given)


def _require_day(name: str, day: date, *, latest: date) -> None:
    if not EARLIEST <= day <= latest:
        params = {"first": EARLIEST.isoformat(), "last": latest.isoformat()}
        raise Refused("calendar_date", field=name, params=params)


def _require_days(first: date, last: date, *, latest: date) -> None:
    _require_day("to", last, latest=latest)
    if last < first:
        raise Refused("days_order", field="to")
    if last - first >= MOST:
        raise Refused("days_too_many", field="to", params={"most": MOST.days})


def _day(calendar: Calendar, day: date) -> dict[str, object]:
    planned = calendar.days.plan(day)
    return {
        "date": day, "why": planned.why, "name": planned.name, "of_ministry": planned.of_ministry,
        "windows": [{"opens": opens, "closes": closes} for opens, closes in told(planned.windows)],
        "holidays": calendar.holidays_on(day, get_language() or "en"),
    }  # fmt: skip
