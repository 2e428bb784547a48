"""Calendar arithmetic: how long an office works between two instants, and when a time limit on its hours is used up.

Working time is real time: an hour is an hour also on the night when the clocks change. A calendar is compiled, year by
year as it is needed, into a table of the instants at which it opens and closes, so that a deadline costs a look-up.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
TICK: Final = timedelta(microseconds=1)
DAY: Final = timedelta(days=1) // TICK
MIDNIGHT: Final = 24 * 60
# No limit of a level is as long as this; a calendar that does not open within it is never used up.
FURTHEST_YEARS: Final = 30


class NeverOpen(ValueError):
    """The calendar has not enough working time, however long one waits."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """One stretch of work on a day, in minutes after midnight of the wall clock there; `closes` may be 1440."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse what is no stretch of one day."""
        if not 0 <= self.opens < self.closes <= MIDNIGHT:
            raise ValueError(f"A window opens before it closes, within one day: {self.opens}-{self.closes}.")


class Hours(Protocol):
    """What a time limit runs on: an office's working hours, or the wall clock."""

    def after(self, start: datetime, duration: timedelta) -> datetime:
        """Return the first instant at which so much time has run since `start`."""
        ...

    def before(self, end: datetime, duration: timedelta) -> datetime:
        """Return the last instant from which so much time runs until `end`."""
        ...

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much time runs from `start` to `end`; less than none when the end comes first."""
        ...

    def windows(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Return the stretches between two instants in which time runs, in order."""
        ...


def add_working_time(start: datetime, duration: timedelta, calendar: Hours) -> datetime:
    """Return the first instant at which `duration` of working time has passed since `start`, in UTC.

    Both are aware; the duration is not negative. Raises NeverOpen for a calendar that does not work enough.
    """
    return calendar.after(start, duration)


def subtract_working_time(end: datetime, duration: timedelta, calendar: Hours) -> datetime:
    """Return the last instant from which `duration` of working time passes until `end`, in UTC."""
    return calendar.before(end, duration)


def working_time_between(start: datetime, end: datetime, calendar: Hours) -> timedelta:
    """Return the working time from `start` to `end`; negative when the end comes first."""
    return calendar.between(start, end)


class WallClock:
    """Every instant counts: urgent and crisis drafts, and levels that say so."""

    def after(self, start: datetime, duration: timedelta) -> datetime:
        """Return the instant so long after."""
        return EPOCH + TICK * (_ticks(start) + _length(duration))

    def before(self, end: datetime, duration: timedelta) -> datetime:
        """Return the instant so long before."""
        return EPOCH + TICK * (_ticks(end) - _length(duration))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the time from one instant to another."""
        return TICK * (_ticks(end) - _ticks(start))

    def windows(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Return all of it, in one stretch."""
        return [(start, end)] if start < end else []


WALL_CLOCK: Final = WallClock()


@dataclass(frozen=True, slots=True)
class _Table:
    """The windows of some years in ticks since the epoch: when each opens and closes, and what was worked before it."""

    first_year: int
    last_year: int
    since: int
    until: int
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    worked: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return how much is worked in all these years."""
        return self.worked[-1]

    def worked_until(self, tick: int) -> int:
        """Return how much has been worked from the beginning of the table until this tick."""
        at = bisect_right(self.opens, tick) - 1
        return 0 if at < 0 else self.worked[at] + min(tick, self.closes[at]) - self.opens[at]

    def when_worked(self, work: int) -> int:
        """Return the first tick at which so much, more than none, has been worked."""
        at = bisect_left(self.worked, work) - 1
        return self.opens[at] + work - self.worked[at]

    def last_when_worked(self, work: int) -> int:
        """Return the last tick at which no more than so much, less than all, has been worked."""
        at = bisect_right(self.worked, work) - 1
        return self.opens[at] + work - self.worked[at]


class WorkingHours:
    """The hours of one office: its time zone, and the windows of each day there."""

    def __init__(self, zone: ZoneInfo, windows_on: Callable[[date], Iterable[Window]]) -> None:
        """Take the zone, and what tells the windows of a local day; both must keep answering the same."""
        self.zone = zone
        self.windows_on = windows_on
        self._years: dict[int, list[tuple[int, int]]] = {}
        self._table: _Table | None = None

    def after(self, start: datetime, duration: timedelta) -> datetime:
        """Return the first instant at which so much working time has run since `start`."""
        tick, length = _ticks(start), _length(duration)
        if not length:
            return EPOCH + TICK * tick
        table = self._covering(tick, tick + length)
        work = table.worked_until(tick) + length
        while work > table.total:
            table = self._longer(table, years_after=1)
            work = table.worked_until(tick) + length
        return EPOCH + TICK * table.when_worked(work)

    def before(self, end: datetime, duration: timedelta) -> datetime:
        """Return the last instant from which so much working time runs until `end`."""
        tick, length = _ticks(end), _length(duration)
        if not length:
            return EPOCH + TICK * tick
        table = self._covering(tick - length, tick)
        work = table.worked_until(tick) - length
        while work < 0:
            table = self._longer(table, years_before=1)
            work = table.worked_until(tick) - length
        return EPOCH + TICK * table.last_when_worked(work)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much working time runs from `start` to `end`; less than none when the end comes first."""
        first, last = _ticks(start), _ticks(end)
        table = self._covering(min(first, last), max(first, last))
        return TICK * (table.worked_until(last) - table.worked_until(first))

    def windows(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Return the stretches between two instants in which the office works, in order."""
        first, last = _ticks(start), _ticks(end)
        table = self._covering(min(first, last), max(first, last))
        place = max(bisect_right(table.opens, first) - 1, 0)
        found = []
        while place < len(table.opens) and table.opens[place] < last:
            opens, closes = max(table.opens[place], first), min(table.closes[place], last)
            if opens < closes:
                found.append((EPOCH + TICK * opens, EPOCH + TICK * closes))
            place += 1
        return found

    def is_open(self, at: datetime) -> bool:
        """Say whether the office works at this instant (half-open: not at closing time)."""
        tick = _ticks(at)
        table = self._covering(tick, tick)
        found = bisect_right(table.opens, tick) - 1
        return found >= 0 and tick < table.closes[found]

    def opens_next(self, at: datetime) -> datetime:
        """Return the instant itself while the office works, else when it opens next."""
        return at if self.is_open(at) else self.after(at, TICK) - TICK

    def _covering(self, first: int, last: int) -> _Table:
        table = self._table
        if table is not None and table.since <= first and last < table.until:
            return table
        # A day more on either side: where the year begins later, or earlier, than in UTC.
        years = _year(first - DAY), _year(last + DAY)
        known = (table.first_year, table.last_year) if table is not None else years
        return self._compile(min(years[0], known[0]), max(years[1], known[1]))

    def _longer(self, table: _Table, *, years_before: int = 0, years_after: int = 0) -> _Table:
        first, last = table.first_year - years_before, table.last_year + years_after
        if last - first > FURTHEST_YEARS or first <= date.min.year or last >= date.max.year:
            raise NeverOpen("This calendar has not enough working time for such a limit.")
        return self._compile(first, last)

    def _compile(self, first_year: int, last_year: int) -> _Table:
        # A table is made whole and then put in place, so that another thread never reads half of one.
        windows = _merged(window for year in range(first_year, last_year + 1) for window in self._year(year))
        worked = [0]
        for opens, closes in windows:
            worked.append(worked[-1] + closes - opens)
        table = _Table(
            first_year, last_year, _local(self.zone, date(first_year, 1, 1), 0),
            _local(self.zone, date(last_year + 1, 1, 1), 0),
            tuple(opens for opens, _ in windows), tuple(closes for _, closes in windows), tuple(worked),
        )  # fmt: skip
        self._table = table
        return table

    def _year(self, year: int) -> list[tuple[int, int]]:
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = list(self._windows_of(year))
        return known

    def _windows_of(self, year: int) -> Iterator[tuple[int, int]]:
        day, end = date(year, 1, 1), date(year + 1, 1, 1)
        while day < end:
            for window in self.windows_on(day):
                yield _local(self.zone, day, window.opens), _local(self.zone, day, window.closes, fold=1)
            day += timedelta(days=1)


def _merged(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return windows in order, those that touch or overlap as one, and none that is empty."""
    found: list[tuple[int, int]] = []
    for opens, closes in sorted(windows):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        elif opens < closes:
            found.append((opens, closes))
    return found


def _local(zone: ZoneInfo, day: date, minutes: int, *, fold: int = 0) -> int:
    """Return the instant at which the wall clock there shows this minute of the day, in ticks since the epoch.

    Where the clocks are put back and show it twice, `fold` says the first (0) or the second time; where they are put
    forward and never show it, it is the instant at which they are.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    instant = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return _ticks(instant)
    late, early = (_ticks(wall.replace(tzinfo=zone, fold=side).astimezone(UTC)) for side in (0, 1))
    while late - early > 1:
        middle = (late + early) // 2
        shown = (EPOCH + TICK * middle).astimezone(zone).replace(tzinfo=None)
        early, late = (early, middle) if shown >= wall else (middle, late)
    return late


def _year(tick: int) -> int:
    return (EPOCH + TICK * tick).year


def _ticks(instant: datetime) -> int:
    if instant.tzinfo is None:
        raise ValueError("An instant needs its zone.")
    return (instant - EPOCH) // TICK


def _length(duration: timedelta) -> int:
    if duration < timedelta():
        raise ValueError("A time limit is never negative.")
    return duration // TICK


def weekly(windows: Sequence[Sequence[Window]]) -> Callable[[date], Sequence[Window]]:
    """Return the windows of a week, Monday first, as a calendar asks for them: the same every week."""
    return lambda day: windows[day.weekday()]
