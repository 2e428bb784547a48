"""The days of an office: which hours it works on a date, and why: its own hours and days, weekend, holidays."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Literal

from approvals.rules.working_time import MIDNIGHT, Window

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The hours of an office that has named none of its own.
ORDINARY_DAY: Final = (Window(9 * 60, 17 * 60),)
MOST_WINDOWS: Final = 6

Week = tuple[tuple[Window, ...], ...]
# Why an office works the hours it works on a day.
Why = Literal["ordinary", "hours", "special", "weekend", "holiday", "closed", "open"]


class Unusable(ValueError):
    """Hours that cannot be worked; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class DatedHours:
    """The hours of a week from a day on, Monday first."""

    starts_on: date
    week: Week
    follows_weekend: bool = True


@dataclass(frozen=True, slots=True)
class ForAWhile:
    """Other hours of the week from a first to a last day, both included."""

    name: str
    first_day: date
    last_day: date
    week: Week


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One day kept otherwise: closed, or worked; without windows it is worked as its weekday is."""

    name: str
    is_worked: bool
    windows: tuple[Window, ...] = ()
    of_ministry: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One day of an office: its windows, why it has these, and the name of what makes it otherwise, if any."""

    day: date
    windows: tuple[Window, ...]
    why: Why
    name: str = ""
    of_ministry: bool = False


ORDINARY: Final = DatedHours(date.min, (ORDINARY_DAY,) * 7)


@dataclass(frozen=True)
class OfficeDays:
    """What makes the days of one office; what is set for a day goes before its weekend, that before its holiday.

    `own` has the days of the office and of the ministry, the office's own before the ministry's; `is_weekend` and
    `is_holiday` answer for its country and for whatever holidays it keeps. Hours are in order of their first day,
    and special hours do not overlap.
    """

    is_weekend: Callable[[date], bool]
    is_holiday: Callable[[date], bool]
    hours: Sequence[DatedHours] = ()
    special: Sequence[ForAWhile] = ()
    own: Mapping[date, OwnDay] | None = None

    @cached_property
    def _firsts(self) -> list[date]:
        return [hours.starts_on for hours in self.hours]

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """Return the windows of a day."""
        return self.plan(day).windows

    def plan(self, day: date) -> Planned:
        """Return what a day is like at the office, and why."""
        in_force, special, usual = self.in_force(day), self._special_on(day), self.usual_on(day)
        own = (self.own or {}).get(day)
        if own is not None and own.is_worked:
            return Planned(day, own.windows or usual, "open", own.name, own.of_ministry)
        if own is not None:
            return Planned(day, (), "closed", own.name, own.of_ministry)
        if in_force.follows_weekend and self.is_weekend(day):
            return Planned(day, (), "weekend")
        if self.is_holiday(day):
            return Planned(day, (), "holiday")
        if special is not None:
            return Planned(day, usual, "special", special.name)
        return Planned(day, usual, "ordinary" if in_force is ORDINARY else "hours")

    def usual_on(self, day: date) -> tuple[Window, ...]:
        """Return what is worked on a weekday like this one, if nothing else is set for it."""
        special = self._special_on(day)
        return (special.week if special else self.in_force(day).week)[day.weekday()]

    def _special_on(self, day: date) -> ForAWhile | None:
        return next((each for each in self.special if each.first_day <= day <= each.last_day), None)

    def in_force(self, day: date) -> DatedHours:
        """Return the weekly hours that hold on a day."""
        at = bisect_right(self._firsts, day) - 1
        return self.hours[at] if at >= 0 else ORDINARY


def week_of(weekly: Any) -> Week:
    """Return the windows of a week, Monday first, from `{"mon": [["09:00", "17:00"]], …}`; Unusable says why not."""
    if not isinstance(weekly, Mapping) or set(weekly) - set(DAYS):
        raise Unusable("hours_shape")
    return tuple(windows_of(weekly.get(day, ())) for day in DAYS)


def windows_of(told: Any) -> tuple[Window, ...]:
    """Return the windows of a day from `[["09:00", "13:00"], …]`, in order and apart; Unusable says why not."""
    if not isinstance(told, list | tuple) or len(told) > MOST_WINDOWS:
        raise Unusable("hours_shape")
    windows = tuple(_window(each) for each in told)
    if any(later.opens < earlier.closes for earlier, later in pairwise(windows)):
        raise Unusable("hours_overlap")
    return windows


def told(windows: Sequence[Window]) -> list[list[str]]:
    """Return windows as they are kept."""
    return [[clock_face(window.opens), clock_face(window.closes)] for window in windows]


def told_week(week: Week) -> dict[str, list[list[str]]]:
    """Return the windows of a week as they are kept: days without work are left out."""
    return {day: told(windows) for day, windows in zip(DAYS, week, strict=True) if windows}


def clock_face(minutes: int) -> str:
    """Return minutes after midnight as a clock shows them; the end of the day is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _window(told: Any) -> Window:
    if not isinstance(told, list | tuple) or len(told) != 2:
        raise Unusable("hours_shape")
    opens, closes = (_minutes(face) for face in told)
    if closes <= opens:
        raise Unusable("hours_order")
    return Window(opens, closes)


def _minutes(face: Any) -> int:
    hours, colon, minutes = face.partition(":") if isinstance(face, str) else ("", "", "")
    if not (colon and _two_digits(hours) and _two_digits(minutes)):
        raise Unusable("hours_shape")
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > MIDNIGHT:
        raise Unusable("hours_shape")
    return total


def _two_digits(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isdigit()
