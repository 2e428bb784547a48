"""What one cell of a file of people means: a day on the clock of its office, a role, a language, a zone."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts import reading
from accounts.models import USERNAME_SHAPE
from approvals.people_file.columns import LANGUAGES, known_roles, plain
from approvals.people_file.problems import Wrong

LONGEST_USERNAME: Final = 80
YEARS: Final = range(2000, 2101)
# As Excel writes days where it is set to English, French or German; a time of day may follow.
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}:\d{2})(?::\d{2})?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})(?: +(\d{1,2}:\d{2})(?::\d{2})?)?", re.ASCII)


def username(cell: str) -> str:
    """Return a username, in small letters."""
    if not cell:
        raise Wrong("no_username")
    value = cell.lower()
    try:
        USERNAME_SHAPE(value)
    except ValidationError:
        raise Wrong("username_shape", value=cell[:80]) from None
    if len(value) > LONGEST_USERNAME:
        raise Wrong("username_shape", value=cell[:80])
    return value


def email(cell: str) -> str:
    """Return an e-mail address."""
    try:
        validate_email(cell)
    except ValidationError:
        raise Wrong("email_shape", value=cell[:80]) from None
    return cell


def language(cell: str) -> str:
    """Return the code of a language of the pages."""
    found = LANGUAGES.get(plain(cell))
    if found is None:
        raise Wrong("language_unknown", value=cell[:40])
    return found


def time_zone(cell: str) -> str:
    """Return a time zone by its name, however it is cased."""
    wanted = cell.replace(" ", "_").casefold()
    for name in reading.time_zone_names():
        if name.casefold() == wanted:
            return name
    raise Wrong("zone_unknown", value=cell[:60])


def role(cell: str) -> str:
    """Return the code of a role, named by it or by its words in English or French."""
    found = known_roles().get(plain(cell))
    if found is None:
        raise Wrong("role_unknown", value=cell[:60])
    return found


def begins(cell: str, zone: str) -> datetime:
    """Return when something begins on an office's clock: a day alone means from its first moment on."""
    day, clock = _day_and_clock(cell)
    return _instant(day, clock or time(), zone)


def ends(cell: str, zone: str) -> datetime:
    """Return when something ends on an office's clock: a day alone means that this is the last day."""
    day, clock = _day_and_clock(cell)
    return _instant(day, clock, zone) if clock is not None else _instant(day + timedelta(days=1), time(), zone)


def as_begin(instant: datetime, zone: str) -> str:
    """Return an instant as `begins` reads it: the day alone where it is the first moment of one."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d}" if _is_midnight(local) else f"{local:%Y-%m-%d %H:%M}"


def as_end(instant: datetime, zone: str) -> str:
    """Return an instant as `ends` reads it: the day before where it is the first moment of one."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local.date() - timedelta(days=1):%Y-%m-%d}" if _is_midnight(local) else f"{local:%Y-%m-%d %H:%M}"


def to_the_minute(instant: datetime) -> datetime:
    """Return an instant as a file can say it."""
    return instant.astimezone(UTC).replace(second=0, microsecond=0)


def _is_midnight(local: datetime) -> bool:
    return (local.hour, local.minute) == (0, 0)


def _day_and_clock(cell: str) -> tuple[date, time | None]:
    if found := _YEAR_FIRST.fullmatch(cell):
        year, month, day, clock = found.groups()
    elif found := _DAY_FIRST.fullmatch(cell):
        day, mark, month, year, clock = found.groups()
        if mark == "/" and int(day) != int(month):
            day, month = _unambiguous(cell, int(day), int(month))
    else:
        raise Wrong("day_shape", value=cell[:40])
    try:
        found_day = date(int(year), int(month), int(day))
        found_clock = time.fromisoformat(clock.zfill(5)) if clock else None
    except ValueError:
        raise Wrong("day_shape", value=cell[:40]) from None
    if found_day.year not in YEARS:
        raise Wrong("day_far", value=cell[:40])
    return found_day, found_clock


def _unambiguous(cell: str, first: int, second: int) -> tuple[str, str]:
    """Return day and month of a date with slashes, which some write with the month first; refuse to guess."""
    if first > 12:
        return str(first), str(second)
    if second > 12:
        return str(second), str(first)
    raise Wrong("day_ambiguous", value=cell[:40])


def _instant(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)
