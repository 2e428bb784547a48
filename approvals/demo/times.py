"""When something in the demo happens, told relative to the day it is loaded. Pure.

| told | means |
|---|---|
| `7h40m ago`, `in 2h` | so long before or after the demo is loaded |
| `3 days ago 09:15`, `in 1 days 10:00` | so many working days before or after today, on the clock of the place |
| `last Sunday 08:40` | the latest Sunday before today, on the clock of the place |
| `2h later` | so long after the story began |
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_OF_THE_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SATURDAY_AND_SUNDAY = frozenset({5, 6})
# The weekends of the demo's missions, which are all that it needs; Iran's offices also close on Thursday.
WEEKENDS = {"SA": frozenset({4, 5}), "EG": frozenset({4, 5}), "IR": frozenset({3, 4})}

_DURATION = re.compile(r"(?=\d)(?:(\d+)h)?(?:(\d+)m)?")
_NEAR = re.compile(r"(?:(?P<ago>\S+) ago|in (?P<ahead>\S+)|(?P<later>\S+) later)")
_DAY = re.compile(
    r"(?:(?P<ago>\d+) days ago|in (?P<ahead>\d+) days|last (?P<last>[A-Z][a-z]+)) (?P<hour>\d\d):(?P<minute>\d\d)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose clock and whose working days count."""

    zone: str
    country: str


def duration(told: str) -> timedelta:
    """Return a duration such as `1h30m`; ValueError for what is none."""
    found = _DURATION.fullmatch(told)
    if found is None:
        raise ValueError(f"“{told}” is not a duration such as 1h30m")
    return timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))


def instant(told: str, *, place: Place, now: datetime, start: datetime | None = None) -> datetime:
    """Return when something happens, in UTC; ValueError for what is told in none of the ways above."""
    if day := _DAY.fullmatch(told):
        return _on_a_day(day, place, now)
    near = _NEAR.fullmatch(told)
    if near is None:
        raise ValueError(f"“{told}” does not say when: see approvals/demo/times.py")
    if near["ago"]:
        return now - duration(near["ago"])
    if near["ahead"]:
        return now + duration(near["ahead"])
    if start is None:
        raise ValueError(f"“{told}”, but nothing has begun that it could be later than")
    return start + duration(near["later"])


def _on_a_day(told: re.Match[str], place: Place, now: datetime) -> datetime:
    zone = ZoneInfo(place.zone)
    today = now.astimezone(zone).date()
    if told["last"]:
        day = today - timedelta(days=1)
        while DAYS_OF_THE_WEEK[day.weekday()] != told["last"]:
            day -= timedelta(days=1)
    else:
        days, step = (int(told["ago"]), -1) if told["ago"] else (int(told["ahead"]), 1)
        day = _working_day(today, days, timedelta(days=step), WEEKENDS.get(place.country, SATURDAY_AND_SUNDAY))
    clock = time(int(told["hour"]), int(told["minute"]), tzinfo=zone)
    return datetime.combine(day, clock).astimezone(UTC)


def _working_day(day: date, count: int, step: timedelta, weekend: frozenset[int]) -> date:
    """Return the day `count` working days away from this one."""
    while count:
        day += step
        count -= day.weekday() not in weekend
    return day
