"""Delays week by week: how often each level, or office, was late in each of the last weeks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DateField, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext

from approvals.delays import KEYS, Narrowing, named
from approvals.models import Delay

# How many weeks are looked back on: a quarter of a year, or a half.
SPANS = (13, 26)
# Those that were late most are told apart; what is left is one more.
MOST_APART = 8
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One level, office, or level of an office: how often it was late each week, and how often that is still open."""

    names: tuple[str, ...]
    late: Sequence[int]
    open: Sequence[int]

    @property
    def total(self) -> int:
        """Return how often in all."""
        return sum(self.late)

    @property
    def still_open(self) -> int:
        """Return how many of them nobody has decided yet."""
        return sum(self.open)


@dataclass(frozen=True, slots=True)
class Weekly:
    """The delays of some weeks, each from its Monday in the reader's zone: the lines with most delays first."""

    mondays: Sequence[date]
    lines: Sequence[Line]

    @property
    def most(self) -> int:
        """Return the most delays that one line has in one week."""
        return max((times for line in self.lines for times in line.late), default=0)

    @property
    def totals(self) -> list[int]:
        """Return the delays of each week, all lines together."""
        return [sum(line.late[place] for line in self.lines) for place in range(len(self.mondays))]


def weekly(narrowing: Narrowing, *, by: str, weeks: int, at: datetime) -> Weekly:
    """Return the delays of the last weeks by the week they were due in, in the reader's zone. One query."""
    mondays = _mondays(narrowing, weeks, at=at)
    first = datetime.combine(mondays[0], datetime.min.time(), timezone.get_current_timezone())
    asked = narrowing(Delay.objects.order_by()).filter(due_at__gte=first)
    rows = (
        asked.annotate(week=TruncWeek("due_at", output_field=DateField()))
        .values_list(*KEYS[by], "week")
        .annotate(late=Count("pk"), open=Count("pk", filter=Q(resolved_at__isnull=True)))
    )
    late: dict[tuple[str, ...], Counter[date]] = {}
    still: dict[tuple[str, ...], Counter[date]] = {}
    for *names, week, times, undecided in rows:
        late.setdefault(named(names), Counter())[week] += times
        still.setdefault(named(names), Counter())[week] += undecided
    lines = [Line(names, _each(late[names], mondays), _each(still[names], mondays)) for names in late]
    return Weekly(mondays, _apart(sorted(lines, key=lambda line: (-line.total, line.names))))


def _mondays(narrowing: Narrowing, weeks: int, *, at: datetime) -> list[date]:
    """Return the Mondays of the weeks looked at: back from now, or from the end of the time asked for if it is over."""
    end = at if narrowing.until is None else min(at, narrowing.until - timedelta(microseconds=1))
    last = _monday(end)
    found = [last - WEEK * back for back in reversed(range(weeks))]
    if narrowing.since is None:
        return found
    return [monday for monday in found if monday >= _monday(narrowing.since)] or [last]


def _monday(instant: datetime) -> date:
    day = timezone.localtime(instant).date()
    return day - timedelta(days=day.weekday())


def _each(counted: Counter[date], mondays: Iterable[date]) -> list[int]:
    return [counted[monday] for monday in mondays]


def _apart(lines: list[Line]) -> list[Line]:
    """Return the lines with most delays, and what is left as one."""
    if len(lines) <= MOST_APART + 1:
        return lines
    rest = lines[MOST_APART:]
    others = Line((gettext("All others"),), _sums(line.late for line in rest), _sums(line.open for line in rest))
    return [*lines[:MOST_APART], others]


def _sums(columns: Iterable[Sequence[int]]) -> list[int]:
    return [sum(week) for week in zip(*columns, strict=True)]
