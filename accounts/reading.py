"""How instants, durations, languages and countries read to a person: in words, in the reader's language and zone."""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.zones import zone_named

CLOCK_FACE = "EEE d MMM y, HH:mm"
SOON = timedelta(hours=1)
OWN_CODE = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")

LEFT: dict[str, str | Promise] = {
    "days": _("%(days)d d %(hours)d h left"),
    "hours": _("%(hours)d h left"),
    "hours_minutes": _("%(hours)d h %(minutes)02d left"),
    "minutes": _("%(minutes)d min left"),
    "moment": _("less than 1 min left"),
}
# How far a day is from this one.
NEAR: dict[int, str | Promise] = {
    -1: _("yesterday %(time)s"),
    0: _("today %(time)s"),
    1: _("tomorrow %(time)s"),
}
OVERDUE: dict[str, str | Promise] = {
    "days": _("%(days)d d %(hours)d h overdue"),
    "hours": _("%(hours)d h overdue"),
    "hours_minutes": _("%(hours)d h %(minutes)02d overdue"),
    "minutes": _("%(minutes)d min overdue"),
    "moment": _("just overdue"),
}


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What a clock says: its words, and how it should look (`calm`, `warn` within the hour, `bad` when overdue)."""

    text: str
    tone: str


def moment(at: datetime) -> str:
    """Return an instant in the reader's zone and language, such as “Thu 12 Mar 2026, 15:40”."""
    return _face(at, CLOCK_FACE)


def time_of_day(at: datetime) -> str:
    """Return what the reader's clock shows at an instant: “15:40”."""
    return _face(at, "HH:mm")


def moment_and_zone(at: datetime) -> str:
    """Return an instant with the zone it is told in, such as “Thu 12 Mar 2026, 15:40 Asia/Riyadh (+03:00)”."""
    return f"{moment(at)} {zone_and_offset(at)}"


def moment_near(at: datetime, now: datetime) -> str:
    """Return an instant as one says it at `now`: “today 15:40”, “yesterday 15:40”, “tomorrow 15:40”, else in full."""
    phrase = NEAR.get((timezone.localtime(at).date() - timezone.localtime(now).date()).days)
    return str(phrase) % {"time": time_of_day(at)} if phrase else moment(at)


def time_there(zone: str, at: datetime) -> str:
    """Return what the clocks of a zone show at an instant: “Thu 15:40”."""
    return format_datetime(at.astimezone(zone_named(zone)), "EEE HH:mm", locale=reader_locale())


def moment_there(at: datetime, zone: str) -> str:
    """Return an instant in another zone, with its day: “Thu 12 Mar, 15:40”."""
    return format_datetime(at.astimezone(zone_named(zone)), "EEE d MMM, HH:mm", locale=reader_locale())


def moment_brief(at: datetime) -> str:
    """Return an instant in the reader's zone where there is little room: “Thu 12 Mar, 15:40”."""
    return _face(at, "EEE d MMM, HH:mm")


def day(value: date) -> str:
    """Return a date in words: “18 December 2025”."""
    return format_date(value, "d MMMM y", locale=reader_locale())


def weekday(value: date) -> str:
    """Return a date with its day of the week, for lists of days: “Thu 12 Mar”."""
    return format_date(value, "EEE d MMM", locale=reader_locale())


def day_and_month(value: date) -> str:
    """Return a date without its year, where there is little room: “12 Mar”."""
    return format_date(value, "d MMM", locale=reader_locale())


def number(value: int) -> str:
    """Return a whole number as the reader's language groups it: “63,206”."""
    return format_decimal(value, locale=reader_locale())


def zone_and_offset(at: datetime) -> str:
    """Return the reader's zone by name, with its offset at this instant: “Asia/Riyadh (+03:00)”."""
    offset = timezone.localtime(at).strftime("%z")
    return f"{timezone.get_current_timezone_name()} ({offset[:3]}:{offset[3:]})"


def machine_time(at: datetime) -> str:
    """Return an instant as RFC 3339 in UTC, for the `datetime` attribute."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def time_left(due: datetime, now: datetime) -> TimeLeft:
    """Return what a clock that runs out at `due` says at `now`; whole minutes, never rounded up."""
    left = due - now
    phrases, tone = (LEFT, "warn" if left < SOON else "calm") if left > timedelta(0) else (OVERDUE, "bad")
    minutes = int(abs(left).total_seconds()) // 60
    parts = {"days": minutes // 1440, "hours": minutes // 60, "minutes": minutes % 60}
    if minutes >= 2 * 1440:
        return TimeLeft(str(phrases["days"]) % {**parts, "hours": minutes % 1440 // 60}, tone)
    if minutes >= 60:
        return TimeLeft(str(phrases["hours_minutes" if parts["minutes"] else "hours"]) % parts, tone)
    return TimeLeft(str(phrases["minutes" if minutes else "moment"]) % parts, tone)


def country_name(code: str) -> str:
    """Return a country by its name for the reader (“Saudi Arabia” for SA); the code itself when it has no name.

    A code that ISO 3166 leaves to its users is that of the sending state itself, where it has none of its own.
    """
    name = reader_locale().territories.get(code)
    if name is None and OWN_CODE.fullmatch(code):
        return gettext("Home state (%(code)s)") % {"code": code}
    return str(name or code)


def language_name(code: str) -> str:
    """Return a language by its name for the reader (“Arabic” for ar); the code itself when it has no name."""
    names = reader_locale().languages
    return str(names.get(code.replace("-", "_")) or names.get(code.partition("-")[0]) or code)


def reader_locale() -> Locale:
    """Return the locale of the page's language; English is read as the British write dates."""
    return _locale("fr" if (get_language() or "en").startswith("fr") else "en_GB")


@cache
def time_zone_names() -> tuple[str, ...]:
    """Return the time zones a person may choose, by area and city, UTC first; aliases and abbreviations left out."""
    areas = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return ("UTC", *sorted(name for name in zoneinfo.available_timezones() if name.startswith(areas)))


def _face(at: datetime, pattern: str) -> str:
    return _written(timezone.localtime(at).replace(tzinfo=None), pattern, reader_locale())


@lru_cache(maxsize=8192)
def _written(wall: datetime, pattern: str, locale: Locale) -> str:
    # Pages show the same instants again and again. A pattern names no zone: what the clock on the wall shows is enough.
    return format_datetime(wall, pattern, locale=locale)


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)
