"""When an office works: its hours, the weekend of its country, the holidays that it keeps, as the rules see them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from accounts.models import Office
from approvals.models import RunsOn, Step
from approvals.rules.working_time import WALL_CLOCK, Hours, Window, WorkingHours

# The hours of an office that has named none of its own.
ORDINARY_DAY = (Window(9 * 60, 17 * 60),)
# Weekends that `holidays` has wrong, by weekday (Monday is 0).
WEEKENDS = {"LY": {4, 5}, "NP": {5}, "PS": {4, 5}, "SO": {4}}
KEPT = 500


def hours_of(office: Office) -> Hours:
    """Return the working hours of an office, as they are now. No query while they are as they were last read."""
    return _ordinary(office.country, office.time_zone)


def hours_for(step: Step) -> Hours:
    """Return what a step's limit runs on: the hours of the office that is asked, or the wall clock."""
    return hours_of(step.office) if step.runs_on == RunsOn.WORKING else WALL_CLOCK


@lru_cache(maxsize=KEPT)
def _ordinary(country: str, time_zone: str) -> Hours:
    return WorkingHours(ZoneInfo(time_zone), _windows(country))


def _windows(country: str) -> Callable[[date], Sequence[Window]]:
    known = _holidays(country)

    def windows_on(day: date) -> Sequence[Window]:
        return () if is_weekend(country, known, day) or (known is not None and day in known) else ORDINARY_DAY

    return windows_on


def is_weekend(country: str, known: HolidayBase | None, day: date) -> bool:
    """Say whether a day is weekend in a country, as it is there on that date."""
    if country in WEEKENDS or known is None:
        return day.weekday() in WEEKENDS.get(country, {5, 6})
    return known.is_weekend(day)


def _holidays(country: str) -> HolidayBase | None:
    try:
        return country_holidays(country)
    except NotImplementedError:  # a country that the package does not know
        return None
