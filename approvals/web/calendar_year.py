"""An office's year as a picture: twelve months of days, each as it is worked there, and what is particular by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import reading
from approvals.calendars import Calendar
from approvals.public_holidays import PublicHoliday
from approvals.rules.office_days import Planned
from approvals.web.typed import number_in

# Years further away than these say nothing that anybody plans with.
YEARS_BACK, YEARS_AHEAD = 1, 2
Words = str | Promise

# How a day is drawn, and what a screen reader is told of it; of a day that is worked as usual, nothing.
SAID: dict[str, Words] = {
    "weekend": _("weekend"),
    "holiday": _("holiday"),
    "estimated": _("holiday, date estimated"),
    "closed": _("closed"),
    "open": _("worked, or other hours"),
    "special": _("special hours"),
    "idle": _("no working hours"),
    "worked": "",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: how it is drawn, and its name, if it has one."""

    day: date
    kind: str
    name: str
    is_today: bool

    @property
    def said(self) -> Words:
        """Return what a screen reader is told beside the number."""
        return SAID[self.kind]


@dataclass(frozen=True, slots=True)
class Named:
    """A day, or several on end, with a name: a holiday, or a day of the office's or the ministry's own."""

    first: date
    last: date
    name: str
    kind: str
    of_ministry: bool

    @property
    def days(self) -> str:
        """Return which days: “3 Oct”, or “3 Oct – 6 Oct”."""
        first = reading.day_and_month(self.first)
        return first if self.first == self.last else f"{first} – {reading.day_and_month(self.last)}"


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its weeks of seven places, empty before the first and behind the last, and its days with a name."""

    first: date
    weeks: Sequence[Sequence[Cell | None]]
    named: Sequence[Named]
    worked: int


def year_asked(typed: str, today: date) -> int:
    """Return the year that an address asks for, or this one."""
    asked = number_in(typed, digits=4) or today.year
    return asked if asked in range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1) else today.year


def months(calendar: Calendar, year: int, *, today: date, language: str) -> list[Month]:
    """Return the months of a year at an office. No query."""
    return [_month(calendar, date(year, number, 1), today, language) for number in range(1, 13)]


def _month(calendar: Calendar, first: date, today: date, language: str) -> Month:
    planned = [calendar.days.plan(day) for day in _days(first)]
    holidays = [calendar.holidays_on(one.day, language) for one in planned]
    cells = [_cell(one, kept, today) for one, kept in zip(planned, holidays, strict=True)]
    places: list[Cell | None] = [None] * first.weekday() + cells
    places += [None] * (-len(places) % 7)
    weeks = [places[start : start + 7] for start in range(0, len(places), 7)]
    worked = sum(bool(one.windows) for one in planned)
    return Month(first, weeks, list(_named(planned, cells)), worked)


def _days(first: date) -> Iterator[date]:
    day = first
    while day.month == first.month:
        yield day
        day += timedelta(days=1)


def _cell(planned: Planned, holidays: Sequence[PublicHoliday], today: date) -> Cell:
    name = planned.name or ", ".join(holiday.name for holiday in holidays)
    return Cell(planned.day, _kind(planned, holidays), name, planned.day == today)


def _kind(planned: Planned, holidays: Sequence[PublicHoliday]) -> str:
    if planned.why == "holiday":
        return "estimated" if any(holiday.is_estimated for holiday in holidays) else "holiday"
    if planned.why in ("weekend", "closed", "open", "special"):
        return planned.why if planned.windows or planned.why != "special" else "idle"
    return "worked" if planned.windows else "idle"


def _named(planned: Sequence[Planned], cells: Sequence[Cell]) -> Iterator[Named]:
    """Yield the days with a name, those of one name on end as one; special hours as one for the whole month."""
    pairs = [(one, cell) for one, cell in zip(planned, cells, strict=True) if cell.name]
    pairs.sort(key=lambda pair: (pair[1].name if pair[0].why == "special" else "", pair[0].day))
    for _run, together in groupby(enumerate(pairs), key=_run_of):
        run = [pair for _place, pair in together]
        (first, cell), (last, _cell) = run[0], run[-1]
        yield Named(first.day, last.day, cell.name, cell.kind, first.of_ministry)


def _run_of(placed: tuple[int, tuple[Planned, Cell]]) -> tuple[int, str, bool]:
    """Return what days that are named together have in common: their name, and that none lies between them."""
    place, (one, cell) = placed
    return 0 if one.why == "special" else one.day.toordinal() - place, cell.name, one.of_ministry
