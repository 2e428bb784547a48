"""A route as a picture on an axis of time: a bar for each level, and marks for what it has to make.

It takes plain data, so that a plan (approvals.web.route_of_plan) and a draft in review are drawn alike: a `Leg` for
each level, a `Flag` for each instant that matters, and since when. What comes back is drawn by
approvals/_route_picture.html: places and widths are percentages of the axis, ready for SVG attributes, so that it fits
any width without a script.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from babel.dates import format_date, format_time
from django.utils import timezone

from accounts import reading

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEPS_IN_HOURS = (1, 2, 3, 6, 12)
STEPS_IN_DAYS = (1, 2, 7, 14, 28, 91, 364)
# No more labels than this have room beside each other on a phone.
MOST_TICKS = 5
# What lies further off than twice the time that the levels take is shown at the edge, or they would be too thin to see.
FURTHEST = 2
# A bar is seen, however short its level is beside the others.
THINNEST = 1.5
# The width of a letter on a phone, in hundredths of the axis, and the height of a line of words, in pixels.
LETTER, LINE = 2.4, 15


@dataclass(frozen=True, slots=True)
class Leg:
    """One level on the axis, from when it is asked until when it decides at the latest (or has decided).

    `state` says how it stands: planned, open, late, done, or waiting for those before it. `worked` are the stretches in
    which its time runs: between them the office is closed. Levels of the same `position` are asked at the same time.
    `who`, `limit` and `marks` are in words; `decide_by` is the last instant at which it can decide for the draft to be
    in time; `is_added` marks a level that a regime added.
    """

    position: int
    name: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    who: str = ""
    limit: str = ""
    state: str = "planned"
    worked: Sequence[tuple[datetime, datetime]] = ()
    marks: Sequence[str] = ()
    decide_by: datetime | None = None
    is_added: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """An instant on the axis, named in a word: `now`, `clear` or `late`, or `moment`, `slot`, `answer`."""

    kind: str
    at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar, as SVG takes it."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Row:
    """One level as it is drawn; `is_beside`: it is asked at the same time as the one above it."""

    leg: Leg
    bar: Piece
    worked: list[Piece]
    is_beside: bool

    @property
    def is_told(self) -> bool:
        """Say whether it is a point and not a bar: nobody waits for it."""
        return self.leg.mode in ("inform", "comment")


@dataclass(frozen=True, slots=True)
class Mark:
    """A flag or a label of the axis; `anchor` is the side of `x` on which its word has room, as SVG names it."""

    kind: str
    x: str
    label: str
    anchor: str
    at: datetime
    is_beyond: bool = False
    line: int = 0

    @property
    def y(self) -> int:
        """Return how far down its word stands, in pixels."""
        return 14 + LINE * self.line

    @property
    def dx(self) -> int:
        """Return how far its word stands off its line, in pixels."""
        return -4 if self.anchor == "end" else 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole route: its rows from the first to the last, what the axis says, and the flags over it."""

    rows: list[Row] = field(default_factory=list)
    ticks: list[Mark] = field(default_factory=list)
    flags: list[Mark] = field(default_factory=list)

    @property
    def flags_height(self) -> int:
        """Return how high the words of the flags stand together, in pixels."""
        return 20 + LINE * max((flag.line for flag in self.flags), default=0)


def draw(legs: Sequence[Leg], flags: Iterable[Flag], *, since: datetime) -> Picture:
    """Return the picture of these levels from `since` on, the axis labelled in the reader's zone."""
    if not legs:
        return Picture()
    placed = sorted(legs, key=lambda leg: leg.position)
    wanted = sorted(flags, key=lambda flag: flag.at)
    axis = _Axis.over(placed, wanted, since)
    before: list[Leg | None] = [None, *placed]
    rows = [
        Row(leg, axis.piece(leg.starts_at, leg.ends_at), [axis.piece(*stretch) for stretch in leg.worked],
            previous is not None and previous.position == leg.position)
        for previous, leg in pairwise(before)
        if leg is not None
    ]  # fmt: skip
    return Picture(rows, axis.ticks(), _apart([axis.mark(flag) for flag in wanted]))


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Put words that would stand over each other on lines of their own."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for mark in marks:
        x, width = float(mark.x.rstrip("%")), len(mark.label) * LETTER + LETTER
        room = (x - width, x) if mark.anchor == "end" else (x, x + width)
        line = next((n for n, spans in enumerate(taken) if all(_clear(room, span) for span in spans)), len(taken))
        taken.extend([] for _ in range(line + 1 - len(taken)))
        taken[line].append(room)
        placed.append(replace(mark, line=line))
    return placed


def _clear(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


@dataclass(frozen=True, slots=True)
class _Axis:
    since: datetime
    until: datetime

    @classmethod
    def over(cls, legs: Sequence[Leg], flags: Sequence[Flag], since: datetime) -> "_Axis":
        """Return an axis that has room for the levels, for what is not too far behind them, and a little more."""
        last = max(since + HOUR, *(leg.ends_at for leg in legs))
        furthest = since + (last - since) * FURTHEST
        until = max([last, *(flag.at for flag in flags if flag.at <= furthest)])
        return cls(since, until + (until - since) / 25)

    def share(self, at: datetime) -> float:
        """Return where an instant lies, in hundredths of the axis."""
        return min(max((at - self.since) / (self.until - self.since), 0.0), 1.0) * 100

    def piece(self, start: datetime, end: datetime) -> Piece:
        """Return a stretch of time as a piece of a bar."""
        first, last = self.share(start), self.share(end)
        return Piece(_percent(min(first, 100 - THINNEST)), _percent(max(last - first, THINNEST)))

    def mark(self, flag: Flag) -> Mark:
        """Return a flag in its place; one that is too far off stands at the edge."""
        x = self.share(flag.at)
        anchor = "end" if x > 50 else "start"
        return Mark(flag.kind, _percent(x), flag.label, anchor, flag.at, flag.at > self.until)

    def ticks(self) -> list[Mark]:
        """Return the hours or the days that the axis names, as the clocks of the reader's zone show them."""
        length = self.until - self.since
        hours = next((step for step in STEPS_IN_HOURS if length <= HOUR * step * MOST_TICKS), None)
        instants = self._hours(hours) if hours else self._days()
        return [Mark("tick", _percent(x), _label(at), "start", at) for at in instants if (x := self.share(at)) <= 88]

    def _hours(self, step: int) -> list[datetime]:
        at = timezone.localtime(self.since).replace(minute=0, second=0, microsecond=0)
        first = at + HOUR * (step - at.hour % step)
        # Hours that pass, not hours of the clock: on a night that changes it, both stay in order.
        start = first.astimezone(UTC)
        instants = (start + HOUR * step * number for number in range(MOST_TICKS + 1))
        return [at for at in instants if at < self.until]

    def _days(self) -> list[datetime]:
        length = (self.until - self.since).days
        step = next((step for step in STEPS_IN_DAYS if length < step * MOST_TICKS), STEPS_IN_DAYS[-1])
        zone = timezone.get_current_timezone()
        first = timezone.localtime(self.since).date() + DAY
        midnights = (first + DAY * step * number for number in range(MOST_TICKS + 1))
        instants = [datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) for day in midnights]
        return [at for at in instants if at < self.until]


def _label(at: datetime) -> str:
    """Return an hour of the day, or at midnight which day begins."""
    local, locale = timezone.localtime(at), reading.reader_locale()
    if local.hour or local.minute:
        return format_time(local, "HH:mm", locale=locale)
    return format_date(local.date(), "EEE d", locale=locale)


def _percent(share: float) -> str:
    """Return hundredths as SVG writes them, in any language."""
    return f"{share:.2f}%"
