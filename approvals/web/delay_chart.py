"""The delays of each week as they are drawn: a small drawing for each level or office, all to the same scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts import reading
from approvals.delay_weeks import Line, Weekly


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of a drawing, in units of its own: bars on a ground, numbers above them and dates below."""

    width: int = 312
    height: int = 72
    above: int = 16
    below: int = 20

    @property
    def box(self) -> str:
        """Return the viewBox."""
        return f"0 {-self.above} {self.width} {self.above + self.height + self.below}"


FRAME = Frame()
GAP = 0.25  # of the room that a week has
# The dates that are written below: more would run into each other.
DATES = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One week of one drawing: what was decided late at its foot, what is still open above it."""

    monday: date
    late: int
    x: float
    middle: float
    wide: float
    top: float
    parts: Sequence[tuple[str, float, float]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A date below the bars."""

    x: float
    anchor: str
    said: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One level or office: its weeks as bars, and the week in which it was late most."""

    line: Line
    bars: Sequence[Bar]
    marks: Sequence[Mark]
    worst: Bar

    @property
    def name(self) -> str:
        """Return what it is a drawing of."""
        return ", ".join(self.line.names)


def draw(shown: Weekly) -> list[Drawing]:
    """Return a drawing for each line, the highest bar of all as high as the ground."""
    marks = _marks(shown.mondays)
    return [_drawing(line, shown, marks) for line in shown.lines]


def _drawing(line: Line, shown: Weekly, marks: Sequence[Mark]) -> Drawing:
    unit, room = FRAME.height / max(shown.most, 1), FRAME.width / len(shown.mondays)
    bars = [
        _bar(monday, line.late[place], line.open[place], place * room, room, unit)
        for place, monday in enumerate(shown.mondays)
    ]
    return Drawing(line, bars, marks, max(bars, key=lambda bar: bar.late))


def _bar(monday: date, late: int, still_open: int, left: float, room: float, unit: float) -> Bar:
    over = (late - still_open) * unit
    parts = [("over", FRAME.height - over, over), ("open", FRAME.height - late * unit, still_open * unit)]
    x, wide = left + room * GAP / 2, room * (1 - GAP)
    return Bar(
        monday, late, round(x, 1), round(left + room / 2, 1), round(wide, 1), round(FRAME.height - late * unit - 4, 1),
        [(name, round(top, 1), round(high, 1)) for name, top, high in parts if high],
    )  # fmt: skip


def _marks(mondays: Sequence[date]) -> list[Mark]:
    """Return the first, the middle and the last Monday, as far as there are so many."""
    last = len(mondays) - 1
    places = sorted({0, last // 2, last}) if last >= DATES else [0]
    room = FRAME.width / len(mondays)
    ends = {0: ("start", 0.0), last: ("end", float(FRAME.width))} if last else {}
    found = []
    for place in places:
        anchor, x = ends.get(place, ("middle", round((place + 0.5) * room, 1)))
        found.append(Mark(x, anchor, reading.day_and_month(mondays[place])))
    return found
