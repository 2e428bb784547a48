"""An office's calendar in words: its weeks at a glance, what is in force, and what is set for days to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from accounts import reading
from accounts.models import Office
from accounts.zones import zone_named
from approvals.calendars import Calendar
from approvals.public_holidays import Observed, PublicHoliday, regions
from approvals.rules.office_days import Planned, Week, told
from approvals.rules.working_time import Window
from approvals.web.forms.calendars import hours_said

WEEKS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day of an office: its hours in words, what makes it what it is, and the holidays it falls on."""

    day: date
    label: str
    hours: list[str]
    said: str
    planned: Planned
    holidays: list[PublicHoliday]
    is_today: bool


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """One week: its days, and how much is worked in it."""

    first: date
    days: list[ShownDay]
    worked: str


@dataclass(frozen=True, slots=True)
class Line:
    """Days of the week that have the same hours: “Monday to Thursday”, “09:00–17:00”."""

    days: str
    hours: str


def today_at(office: Office, *, at: datetime) -> date:
    """Return what day it is at an office."""
    return at.astimezone(zone_named(office.time_zone)).date()


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def zone_said(office: Office, *, at: datetime) -> str:
    """Return the zone of an office with its offset at an instant: “Asia/Riyadh (+03:00)”."""
    offset = at.astimezone(zone_named(office.time_zone)).strftime("%z")
    return f"{office.time_zone} ({offset[:3]}:{offset[3:]})"


def weeks(calendar: Calendar, first: date, *, today: date, language: str) -> list[ShownWeek]:
    """Return the weeks from a Monday on."""
    return [_week(calendar, first + timedelta(weeks=n), today, language) for n in range(WEEKS_SHOWN)]


def _week(calendar: Calendar, first: date, today: date, language: str) -> ShownWeek:
    days = [_day(calendar, first + timedelta(days=n), today, language) for n in range(7)]
    worked = sum(window.closes - window.opens for day in days for window in day.planned.windows)
    return ShownWeek(first, days, _hours_worked(worked))


def _hours_worked(minutes: int) -> str:
    """Return how much is worked: in hours, also where they make a whole day of the wall clock."""
    parts = {"hours": minutes // 60, "minutes": minutes % 60}
    return (gettext("%(hours)d h %(minutes)02d") if parts["minutes"] else gettext("%(hours)d h")) % parts


def _day(calendar: Calendar, day: date, today: date, language: str) -> ShownDay:
    planned = calendar.days.plan(day)
    return ShownDay(
        day=day,
        label=reading.weekday(day),
        hours=[hours_said([window]) for window in told(planned.windows)] or [gettext("Closed")],
        said=_why(planned),
        planned=planned,
        holidays=calendar.holidays_on(day, language),
        is_today=day == today,
    )


def _why(planned: Planned) -> str:
    return gettext("Weekend") if planned.why == "weekend" else planned.name


def lines(week: Week) -> list[Line]:
    """Return the hours of a week, days that follow each other with the same hours as one line."""
    return list(_lines(week))


def _lines(week: Week) -> Iterator[Line]:
    for windows, run in groupby(range(7), key=lambda number: week[number]):
        numbers = list(run)
        if windows:
            yield Line(_days_said(numbers), _hours(windows))


def _days_said(numbers: Sequence[int]) -> str:
    first, last = str(WEEKDAYS[numbers[0]]), str(WEEKDAYS[numbers[-1]])
    if len(numbers) == 1:
        return first
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _hours(windows: Sequence[Window]) -> str:
    return hours_said(told(windows))


def observed_said(observed: Observed) -> str:
    """Return whose holidays are kept: “Switzerland (Geneva)”."""
    country = reading.country_name(observed.country)
    region = regions(observed.country).get(observed.region, observed.region) if observed.region else ""
    return f"{country} ({region})" if region else country
