"""Times of day in a person's own zone, exact across summer time: when the clock there next shows one, and quiet hours.

Pure: the instant is an argument, and nothing is asked of the database.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
# Of a time that the clock shows twice in autumn: the first only, or both.
FIRST: Final = (0,)
BOTH: Final = (0, 1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of each day in which no mail comes: from a time until (and not including) another, maybe past midnight."""

    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse hours that begin when they end: nobody can say whether they last all day or no time."""
        if self.start == self.end:
            raise ValueError(f"Quiet hours from {self.start} until {self.end} have no end of their own.")

    def cover(self, at: datetime, zone: tzinfo) -> bool:
        """Say whether the clock of the zone shows a quiet time at this instant."""
        shown = at.astimezone(zone).time()
        if self.start < self.end:
            return self.start <= shown < self.end
        return shown >= self.start or shown < self.end


def next_moment(shown: time, zone: tzinfo, *, after: datetime, times: tuple[int, ...] = FIRST) -> datetime:
    """Return the first instant after `after` at which the clock of the zone shows this time.

    A time that summer time leaves out comes when the clock jumps over it; of one that comes twice, the first counts.
    """
    today = after.astimezone(zone).date()
    days = (today + number * DAY for number in range(3))
    moments = (_moment(datetime.combine(day, shown), zone, fold) for day in days for fold in times)
    return next(moment for moment in moments if moment > after)


def awake(at: datetime, quiet: Quiet | None, zone: tzinfo) -> datetime:
    """Return this instant, or the end of the quiet hours that it falls in."""
    while quiet is not None and quiet.cover(at, zone):
        at = next_moment(quiet.end, zone, after=at, times=BOTH)
    return at


def full_minute(at: datetime) -> datetime:
    """Return the first full minute that is not before this instant."""
    begun = at.replace(second=0, microsecond=0)
    return at if at == begun else begun + MINUTE


def _moment(shown: datetime, zone: tzinfo, fold: int) -> datetime:
    moment = shown.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None, fold=0) == shown:
        return moment
    return _jump(shown, zone)


def _jump(shown: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which the clock jumps over this time: between what it would be before and after."""
    late, early = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in BOTH)
    seconds, before = range(int((late - early).total_seconds()) + 1), early.astimezone(zone).utcoffset()
    second = timedelta(seconds=1)
    return early + second * bisect_left(
        seconds, True, key=lambda count: (early + count * second).astimezone(zone).utcoffset() != before
    )
