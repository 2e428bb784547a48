"""When an office works: its own hours and days, the weekend of its country, the holidays that it keeps.

What was read of an office is kept in the process under its stamp, which is another one after every change: whoever has
just read the office's row never works with hours from before it. An office without a stamp has nothing of its own, and
costs no query at all.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from secrets import token_hex
from typing import Protocol, TypeVar

from django.conf import settings
from django.db.models import Model, Q

from accounts import models
from accounts.models import Office
from accounts.zones import zone_named
from approvals.models import RunsOn
from approvals.public_holidays import Observed, PublicHoliday, Weekend, holiday_on, is_known, regions
from approvals.rules.office_days import DatedHours, ForAWhile, OfficeDays, OwnDay, Unusable, week_of, windows_of
from approvals.rules.working_time import FURTHEST_YEARS, WALL_CLOCK, Hours, NeverOpen, WorkingHours

logger = logging.getLogger(__name__)
KEPT = 500  # a calendar compiled for three years takes some hundred kilobytes
Row = TypeVar("Row", bound=Model)
Read = TypeVar("Read")
FURTHEST = timedelta(days=365 * FURTHEST_YEARS)


class _TotalHours(WorkingHours):
    """Working hours that answer every clock: a limit they never use up ends further off than anybody waits for.

    One office that hardly ever opens must not keep the clocks of all others from firing.
    """

    def after(self, start: datetime, duration: timedelta) -> datetime:
        """Return the first instant at which so much working time has run since `start`."""
        try:
            return super().after(start, duration)
        except NeverOpen:
            return start.astimezone(UTC) + FURTHEST

    def before(self, end: datetime, duration: timedelta) -> datetime:
        """Return the last instant from which so much working time runs until `end`."""
        try:
            return super().before(end, duration)
        except NeverOpen:
            return end.astimezone(UTC) - FURTHEST


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
        return _TotalHours(zone_named(self.place.time_zone), self.days.windows_on)

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


class Timed(Protocol):
    """What has a time limit: a step, a review, or a level as it is planned."""

    @property
    def office(self) -> Office:
        """The office that is asked."""

    @property
    def runs_on(self) -> str:
        """What the limit runs on."""


def hours_for(asked: Timed) -> Hours:
    """Return what a limit runs on: the hours of the office that is asked, or the wall clock."""
    return hours_of(asked.office) if asked.runs_on == RunsOn.WORKING else WALL_CLOCK


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
            _readable(hours, lambda row: DatedHours(row.starts_on, week_of(row.weekly), row.follows_weekend)),
            _readable(special, lambda row: ForAWhile(row.name, row.first_day, row.last_day, week_of(row.weekly))),
            # The office's own last: where both have set a day, it goes before the ministry's.
            dict(_readable(sorted(days, key=lambda row: row.office_id is not None), _own_day)),
        ),
    )


def _readable(rows: Iterable[Row], read: Callable[[Row], Read]) -> list[Read]:
    """Return what can be read of these rows; one that only a fault can have left is as if it were not there."""
    found: list[Read] = []
    for row in rows:
        try:
            found.append(read(row))
        except Unusable:
            logger.error("%s %s cannot be read, and is passed over", row._meta.label, row.pk)  # noqa: SLF001
    return found


def _days(
    place: _Place, hours: list[DatedHours] | None = None, special: list[ForAWhile] | None = None,
    own: Mapping[date, OwnDay] | None = None,
) -> OfficeDays:  # fmt: skip
    return OfficeDays(
        is_weekend=Weekend(place.country, place.region),
        is_holiday=lambda day: any(holiday_on(each, day) for each in place.observed),
        hours=hours or [],
        special=special or [],
        own=own,
    )


def _own_day(row: models.OwnDay) -> tuple[date, OwnDay]:
    is_worked = row.kind == models.OwnDay.Kind.OPEN
    return row.day, OwnDay(row.name, is_worked, windows_of(row.windows), of_ministry=row.office_id is None)


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
