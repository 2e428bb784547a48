"""When an office works: its own hours and days, the weekend of its country, the holidays that it keeps.

What was read of an office is kept in the process under its stamp, which is another one after every change: whoever has
just read the office's row never works with hours from before it. An office without a stamp has nothing of its own, and
costs no query at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from secrets import token_hex
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from accounts import models
from accounts.models import Office
from approvals.models import RunsOn, Step
from approvals.public_holidays import Observed, PublicHoliday, Weekend, holiday_on, is_known, regions
from approvals.rules.office_days import DatedHours, ForAWhile, OfficeDays, OwnDay, week_of, windows_of
from approvals.rules.working_time import WALL_CLOCK, Hours, WorkingHours

KEPT = 2000


@dataclass(frozen=True, slots=True)
class _Place:
    """What of an office's row decides when it works, its own days apart."""

    country: str
    region: str
    time_zone: str
    observed: tuple[Observed, ...]


@dataclass(frozen=True)
class Calendar:
    """The calendar of an office as it is now: `days` say why, `hours` compute."""

    place: _Place
    days: OfficeDays

    @cached_property
    def hours(self) -> WorkingHours:
        """Return the working hours, compiled as they are needed."""
        return WorkingHours(ZoneInfo(self.place.time_zone), self.days.windows_on)

    @property
    def observed(self) -> tuple[Observed, ...]:
        """Return whose holidays the office keeps."""
        return self.place.observed

    @property
    def unknown(self) -> list[Observed]:
        """Return whose holidays it would keep, if any were known: the country is not, or that region of it."""
        return [each for each in self.observed if not _known(each)]

    def holidays_on(self, day: date, language: str) -> list[PublicHoliday]:
        """Return the holidays of a day that the office keeps, named for a reader of a language."""
        found = (holiday_on(each, day, language) for each in self.observed)
        return [holiday for holiday in found if holiday is not None]


def hours_of(office: Office) -> Hours:
    """Return the working hours of an office, as they are now. No query while they are as they were last read."""
    return calendar_of(office).hours


def hours_for(step: Step) -> Hours:
    """Return what a step's limit runs on: the hours of the office that is asked, or the wall clock."""
    return hours_of(step.office) if step.runs_on == RunsOn.WORKING else WALL_CLOCK


def calendar_of(office: Office) -> Calendar:
    """Return the calendar of an office, as it is now. No query while it is as it was last read, else three."""
    place = _Place(office.country, office.region, office.time_zone, _observed(office))
    return _own(office.pk, office.calendar_stamp, place) if office.calendar_stamp else _plain(place)


def new_stamp() -> str:
    """Return a stamp that no calendar has had."""
    return token_hex(16)


@lru_cache(maxsize=KEPT)
def _plain(place: _Place) -> Calendar:
    return Calendar(place, _days(place))


# What is read inside a transaction that is undone is kept under a stamp that then never comes to be.
@lru_cache(maxsize=KEPT)
def _own(office_id: int, stamp: str, place: _Place) -> Calendar:
    hours = models.OfficeHours.objects.filter(office_id=office_id).order_by("starts_on")
    special = models.SpecialHours.objects.filter(office_id=office_id)
    days = models.OwnDay.objects.filter(Q(office_id=office_id) | Q(office=None))
    return Calendar(
        place,
        _days(
            place,
            [DatedHours(row.starts_on, week_of(row.weekly), row.follows_weekend) for row in hours],
            [ForAWhile(row.name, row.first_day, row.last_day, week_of(row.weekly)) for row in special],
            days,
        ),
    )


def _days(
    place: _Place, hours: list[DatedHours] | None = None, special: list[ForAWhile] | None = None,
    own: Iterable[models.OwnDay] = (),
) -> OfficeDays:  # fmt: skip
    return OfficeDays(
        is_weekend=Weekend(place.country, place.region),
        is_holiday=lambda day: any(holiday_on(each, day) for each in place.observed),
        hours=hours or [],
        special=special or [],
        # The office's own last: where both have set a day, it goes before the ministry's.
        own={row.day: _own_day(row) for row in sorted(own, key=lambda row: row.office_id is not None)},
    )


def _own_day(row: models.OwnDay) -> OwnDay:
    is_worked = row.kind == models.OwnDay.Kind.OPEN
    return OwnDay(row.name, is_worked, windows_of(row.windows), of_ministry=row.office_id is None)


def _observed(office: Office) -> tuple[Observed, ...]:
    """Return whose holidays an office keeps: those of its country, and those of the sending state as its government."""
    home = settings.HOME_COUNTRY
    at_home = office.country == home
    found = []
    if office.observes_host:
        found.append(Observed(office.country, office.region, as_government=at_home))
    if office.observes_home and home and not (at_home and office.observes_host):
        found.append(Observed(home, as_government=True))
    return tuple(found)


def _known(observed: Observed) -> bool:
    return is_known(observed.country) and (not observed.region or observed.region in regions(observed.country))
