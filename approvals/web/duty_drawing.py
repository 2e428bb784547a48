"""A duty roster as a picture: two weeks from now on, a bar for each person, and one for the time that nobody has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_date
from django.utils import timezone

from accounts import reading
from approvals.web.people_register import AHEAD, Roster, Watch

# The day that has begun, and two weeks; one unit is an hour.
DAYS = AHEAD.days + 1
WIDE = DAYS * 24


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the time that is drawn, in its units."""

    x: float
    wide: float


@dataclass(frozen=True, slots=True)
class Row:
    """The shifts of one person, or (without a name) the time at which nobody is on duty."""

    name: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Day:
    """One day: where it begins, and its name."""

    x: int
    weekday: str
    number: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A roster drawn on the clock that is read: its days, its rows, and where now is."""

    days: Sequence[Day]
    rows: Sequence[Row]
    now: float
    wide: int = WIDE


def draw(roster: Roster) -> Drawing:
    """Return the roster drawn, from the beginning of today on, a row for each person in the order of their shifts."""
    now = timezone.localtime(roster.at)
    begin = datetime.combine(now.date(), datetime.min.time(), now.tzinfo)
    by_name: dict[str, list[Watch]] = {}
    for watch in roster.watches:
        if watch.shift is not None:
            by_name.setdefault(str(watch.shift.posting.user), []).append(watch)
    rows = [_row(name, watches, begin) for name, watches in by_name.items()]
    rows += [_row("", roster.gaps, begin)] if roster.gaps else []
    return Drawing(_days(begin), rows, _x(roster.at, begin))


def _days(begin: datetime) -> list[Day]:
    dates = [begin.date() + timedelta(days=n) for n in range(DAYS)]
    locale = reading.reader_locale()
    return [Day(place * 24, format_date(day, "EEE", locale=locale), day.day) for place, day in enumerate(dates)]


def _row(name: str, watches: Iterable[Watch], begin: datetime) -> Row:
    ends = [(_x(watch.starts_at, begin), _x(watch.ends_at, begin)) for watch in watches]
    return Row(name, [Span(first, round(last - first, 2)) for first, last in ends])


def _x(instant: datetime, begin: datetime) -> float:
    return round(min(max((instant - begin) / timedelta(hours=1), 0), WIDE), 2)
