"""Pages of a list that stay quick at any depth: each begins behind the last row of the one before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from approvals.web.typed import number_in

Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)

PAGE = 50
_FORM = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: its time, and its id as text."""

    time: datetime
    id: str

    def __str__(self) -> str:
        return f"{self.time.astimezone(UTC).strftime(_FORM)}-{self.id}"

    @classmethod
    def parse(cls, typed: str, *, id_from: Callable[[str], object] | None = None) -> "Cursor | None":
        """Return what an address names, or None for what no page ever wrote."""
        time, _, row = typed.partition("-")
        try:
            (id_from or row_number)(row)
            return cls(datetime.strptime(time, _FORM).replace(tzinfo=UTC), row)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Ranked:
    """The last row of a page whose rows have a rank before their time: its rank, and the row."""

    rank: int
    row: Cursor

    def __str__(self) -> str:
        return f"{self.rank}-{self.row}"

    @classmethod
    def parse(cls, typed: str) -> "Ranked | None":
        """Return what an address names, or None for what no page ever wrote."""
        rank, _, rest = typed.partition("-")
        number, row = number_in(rank), Cursor.parse(rest)
        return cls(number, row) if number is not None and row is not None else None


def row_number(typed: str) -> int:
    """Return the number of a row; ValueError for what no database could hold."""
    number = number_in(typed)
    if number is None:
        raise ValueError(typed)
    return number


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows, and where the next begins (None on the last)."""

    rows: Sequence[Row]
    next: Cursor | None = None
    is_first: bool = True


def newest_first(
    found: QuerySet[Kept], *, time: str, after: Cursor | None, ties: str = "-pk", size: int = PAGE
) -> Page[Kept]:
    """Return a page of rows, latest `time` first, those of one instant by `ties`. One query, however deep the page."""
    rows = list(behind(found, time=time, after=after, ties=ties)[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    following = Cursor(getattr(last, time), str(last.pk)) if last is not None else None
    return Page(rows[:size], following, is_first=after is None)


def behind(found: QuerySet[Kept], *, time: str, after: Cursor | None, ties: str = "-pk") -> QuerySet[Kept]:
    """Return the rows in that order, those alone that come behind a row where one is named."""
    if after is not None:
        later = {"-pk": "pk__lt", "pk": "pk__gt"}[ties]
        found = found.filter(Q(**{f"{time}__lt": after.time}) | Q(**{time: after.time, later: after.id}))
    return found.order_by(f"-{time}", ties)
