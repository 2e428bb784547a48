"""Lists in pages, each beginning behind the last row of the one before: as quick at the end as at the start.

A cursor names a row by what the list is ordered by. It is signed, and for one list: what nobody was given is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from approvals.refusals import Refused

PAGE: Final = 50
LARGEST: Final = 100

Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins, or ends when it is read backwards."""

    values: tuple[Any, ...]
    backwards: bool = False

    def signed(self, name: str) -> str:
        """Return the cursor as an address carries it."""
        return signing.dumps([self.backwards, *map(_plain, self.values)], salt=_salt(name))

    @classmethod
    def read(cls, typed: str, *, name: str, kinds: Sequence[Callable[[Any], Any]]) -> "Cursor":
        """Return the cursor that an address carries, or refuse what was never given out for this list."""
        try:
            backwards, *values = signing.loads(typed, salt=_salt(name))
            return cls(tuple(kind(value) for kind, value in zip(kinds, values, strict=True)), bool(backwards))
        except (signing.BadSignature, ValueError, TypeError):
            raise Refused("cursor_invalid", field="cursor") from None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, and where its neighbours begin."""

    rows: Sequence[Row]
    next: str | None
    previous: str | None

    def addresses(self, request: Request) -> dict[str, str | None]:
        """Return the addresses of the neighbours."""
        here = request.build_absolute_uri()
        return {
            "next": replace_query_param(here, "cursor", self.next) if self.next else None,
            "previous": replace_query_param(here, "cursor", self.previous) if self.previous else None,
        }


Fetch = Callable[[Cursor | None, int], Sequence[Row]]


def page(
    fetch: Fetch[Row], *, name: str, place: Callable[[Row], tuple[Any, ...]], cursor: Cursor | None, limit: int
) -> Page[Row]:
    """Return a page of what `fetch` finds behind a cursor (ahead of it, backwards), always in the list's own order."""
    found = list(fetch(cursor, limit + 1))
    backwards = cursor is not None and cursor.backwards
    more = len(found) > limit
    rows = (found[-limit:] if backwards else found[:limit]) if more else found
    # Whoever came with a cursor came from a page: backwards from the next one, forwards from the one before.
    has_next = bool(rows) and (more or backwards)
    has_previous = bool(rows) and (more if backwards else cursor is not None)
    return Page(
        rows,
        next=Cursor(place(rows[-1])).signed(name) if has_next else None,
        previous=Cursor(place(rows[0]), backwards=True).signed(name) if has_previous else None,
    )


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list of rows: columns, a minus for descending; the last is unique."""

    name: str
    columns: tuple[str, ...]

    def page(self, found: QuerySet[Kept], *, cursor: str, limit: int) -> Page[Kept]:
        """Return one page. One query, however deep the page."""
        kinds = [_kind(found.model, column.lstrip("-")) for column in self.columns]
        at = Cursor.read(cursor, name=self.name, kinds=kinds) if cursor else None
        return page(
            lambda cursor, count: self._fetch(found, cursor, count),
            name=self.name,
            place=lambda row: tuple(getattr(row, column.lstrip("-")) for column in self.columns),
            cursor=at,
            limit=limit,
        )

    def _fetch(self, found: QuerySet[Kept], cursor: Cursor | None, count: int) -> list[Kept]:
        if cursor is None:
            return list(found.order_by(*self.columns)[:count])
        columns = [_turned(column) for column in self.columns] if cursor.backwards else list(self.columns)
        rows = list(found.filter(_behind(columns, cursor.values)).order_by(*columns)[:count])
        return rows[::-1] if cursor.backwards else rows


def _behind(columns: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition that a row comes after these values in this order."""
    behind = Q()
    for column, value in reversed(list(zip(columns, values, strict=True))):
        name = column.lstrip("-")
        further = Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        behind = further | Q(**{name: value}) & behind if behind else further
    # Says nothing new, but lets the database begin at the right place of an index.
    bound = "lte" if columns[0].startswith("-") else "gte"
    return behind & Q(**{f"{columns[0].lstrip('-')}__{bound}": values[0]})


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _kind(model: type[Model], column: str) -> Callable[[Any], Any]:
    field = model._meta.pk if column == "pk" else model._meta.get_field(column)  # noqa: SLF001
    kind: Callable[[Any], Any] = field.to_python  # type: ignore[union-attr]
    return kind


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _salt(name: str) -> str:
    return f"approvals.api.{name}"
