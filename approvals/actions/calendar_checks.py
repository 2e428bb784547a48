"""What hours and days of a calendar must hold before they are kept."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Office
from approvals import checks
from approvals.public_holidays import Weekend, regions
from approvals.refusals import Refused
from approvals.rules.office_days import DAYS, Unusable, Week, week_of, windows_of
from approvals.rules.working_time import Window

LONGEST_NAME = 80
EARLIEST = date(2000, 1, 1)
# How far ahead a ministry plans its days.
YEARS_AHEAD = 10


def checked_week(weekly: Mapping[str, Any]) -> Week:
    """Return the windows of a week, or refuse hours that cannot be worked, each day by name, and a week without any."""
    unknown = sorted(set(weekly) - set(DAYS), key=str)
    if unknown:
        raise Refused("hours_shape", field=str(unknown[0])[:20])
    for day in DAYS:
        checked_windows(weekly.get(day, ()), field=day)
    week = week_of(weekly)
    if not any(week):
        raise Refused("hours_needed", field=DAYS[0])
    return week


def checked_windows(windows: Any, *, field: str) -> tuple[Window, ...]:
    """Return the windows of a day, or refuse what cannot be worked."""
    try:
        return windows_of(windows)
    except Unusable as unusable:
        raise Refused(unusable.code, field=field) from None


def require_worked(week: Week, office: Office, starts_on: date, *, follows_weekend: bool) -> None:
    """Refuse hours that fall on the weekend of the country only, when that is followed."""
    is_weekend = Weekend(office.country, office.region)
    first_days = [starts_on + timedelta(days=n) for n in range(7)]
    if not any(week[day.weekday()] and not (follows_weekend and is_weekend(day)) for day in first_days):
        raise Refused("hours_needed", field=DAYS[0])


def checked_dates(first: date, last: date | None = None, *, field: str, at: datetime) -> None:
    """Refuse days out of all reason, and a last one before the first."""
    latest = date(at.year + YEARS_AHEAD, 12, 31)
    params = {"first": EARLIEST.isoformat(), "last": latest.isoformat()}
    if not EARLIEST <= first <= latest:
        raise Refused("calendar_date", field=field, params=params)
    if last is not None and last < first:
        raise Refused("days_order", field="last_day")
    if last is not None and last > latest:
        raise Refused("calendar_date", field="last_day", params=params)


def checked_name(name: str) -> str:
    """Return what a day or a time of special hours is called, or refuse to do without a name."""
    called = " ".join(checks.storable(name, field="name").split())
    if not called:
        raise Refused("calendar_name_needed", field="name")
    if len(called) > LONGEST_NAME:
        raise Refused("calendar_name_too_long", field="name", params={"limit": LONGEST_NAME})
    return called


def checked_region(region: str, office: Office) -> str:
    """Return the code of a region of the office's country, or none; refuse one that nothing is known of."""
    if region and region not in regions(office.country):
        raise Refused("region_unknown", field="region")
    return region
