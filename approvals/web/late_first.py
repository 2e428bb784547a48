"""A list of drafts that begins with those at which a level is late, however far back they changed last."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from approvals import queries, risk
from approvals.models import Draft
from approvals.web.paging import PAGE, Cursor, Page, behind, newest_first

# How many drafts are looked at before all of them are.
AHEAD = 400
# What an address says of a page that begins among the late drafts.
LATE = "late:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind a late draft, or behind one that is not."""

    cursor: Cursor | None
    is_late: bool

    def __str__(self) -> str:
        return f"{LATE if self.is_late else ''}{self.cursor}"

    @classmethod
    def parse(cls, typed: str) -> "Place":
        """Return what an address names; the beginning for what no page ever wrote."""
        cursor = Cursor.parse(typed.removeprefix(LATE), id_from=UUID)
        return cls(cursor, typed.startswith(LATE) or cursor is None)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of drafts, and where the next begins (None on the last)."""

    rows: list[Draft]
    next: Place | None
    is_first: bool


def late_first(found: QuerySet[Draft], *, after: str, size: int = PAGE) -> Listed:
    """Return a page of drafts with what a row shows, the late ones before the others, the newest change first in each.

    Put in order are their keys alone, by two queries at most, however deep the page; only what is shown is read whole.
    """
    page = _ordered(found.select_related(None).prefetch_related(None).only("state_since"), after=after, size=size)
    read = queries.listed(Draft.objects.filter(pk__in=[row.pk for row in page.rows])) if page.rows else []
    whole = {draft.pk: draft for draft in read}
    return replace(page, rows=[whole[row.pk] for row in page.rows if row.pk in whole])


def _ordered(found: QuerySet[Draft], *, after: str, size: int) -> Listed:
    place = Place.parse(after)
    late: Page[Draft] = Page([])
    if place.is_late:
        late = newest_first(risk.late(found), time="state_since", after=place.cursor, ties="pk", size=size)
    if late.next is not None:
        return Listed(list(late.rows), Place(late.next, is_late=True), place.cursor is None)
    cursor = None if place.is_late else place.cursor
    room = size - len(late.rows)
    rest = _in_time(risk.in_time(found), after=cursor, size=max(room, 1))
    if room == 0:
        # The late ones fill the page to the last row: what follows begins on the next.
        more = Place(Cursor(late.rows[-1].state_since, str(late.rows[-1].pk)), is_late=True) if rest.rows else None
        return Listed(list(late.rows), more, place.cursor is None)
    following = Place(rest.next, is_late=False) if rest.next else None
    return Listed([*late.rows, *rest.rows], following, place.cursor is None)


def _in_time(found: QuerySet[Draft], *, after: Cursor | None, size: int) -> Page[Draft]:
    """Return a page of those that are not late: one query where it is among what changed last, two where it is not.

    Who may see much finds a page there, and whether they may see each of these few is asked of indexes; asked of all
    drafts at once, the database would first gather everything that they may see.
    """
    nearest = behind(Draft.objects.all(), time="state_since", after=after, ties="pk")[:AHEAD].values("pk")
    page = newest_first(found.filter(pk__in=nearest), time="state_since", after=after, ties="pk", size=size)
    return page if page.next else newest_first(found, time="state_since", after=after, ties="pk", size=size)
