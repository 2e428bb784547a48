"""The one search box: drafts by reference, words, person or channel; people, channels and offices by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Office, Posting, User
from accounts.queries import in_force_at
from approvals import access, queries, searching
from approvals.lifecycle import State
from approvals.models import Draft
from approvals.searching import Reading
from approvals.web.door import page, person
from approvals.web.paging import Cursor, Page, newest_first, row_number
from channels.models import Channel

Row = TypeVar("Row", bound=Model)
# Beside the drafts, of each: more of them, and the name is too short to mean one.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    typed: str
    state: str
    by: User | None
    channel: Channel | None
    after: Cursor | None

    @property
    def is_narrowed(self) -> bool:
        """Say whether more than words is asked for."""
        return bool(self.state or self.by or self.channel or self.after)


@dataclass(frozen=True, slots=True)
class Named:
    """Those of the registers whose names fit, and whether there are more of any."""

    people: list[tuple[User, list[Posting]]]
    channels: list[Channel]
    offices: list[Office]
    are_more: bool


@page
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was typed finds, or go straight to the draft whose reference it is."""
    at, asked = clock.now(), _asked(request)
    if not asked.is_narrowed and asked.typed:
        draft = searching.exactly(asked.typed, access.visible(person(request), at=at, seats=reader.seats(request)))
        if draft is not None:
            return redirect("draft", draft.pk)
    reading = searching.read(asked.typed)
    searched = bool(reading.parts or asked.is_narrowed)
    context = {
        "at": at, "asked": asked, "typed": asked.typed, "states": State.choices, "searched": searched,
        "listed": _drafts(request, reading, asked, at=at) if searched else None,
        "named": None if asked.is_narrowed else _named(reading, at=at),
    }  # fmt: skip
    return render(request, "approvals/search.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Return what the address asks for; what names nothing asks for nothing. At most two queries."""
    given = request.GET
    state = given.get("state", "")
    return Asked(
        typed=searching.as_typed(given.get("q", "")),
        state=state if state in State.values else "",
        by=_named_row(User.objects.all(), given.get("by", "")),
        channel=_named_row(Channel.objects.all(), given.get("channel", "")),
        after=Cursor.parse(given.get("after", ""), id_from=UUID),
    )


def _named_row(rows: QuerySet[Row], typed: str) -> Row | None:
    """Return the row that a number in the address names; people too, since usernames are not for everybody."""
    try:
        return rows.filter(pk=row_number(typed)).first()
    except ValueError:
        return None


def _drafts(request: HttpRequest, reading: Reading, asked: Asked, *, at: datetime) -> Page[Draft]:
    """Return a page of what the reader may see and asked for, newest change first."""
    found = reading.narrow(queries.drafts(person(request), at=at, seats=reader.seats(request)))
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.by:
        found = found.filter(author=asked.by)
    if asked.channel:
        found = found.filter(channels=asked.channel)
    return newest_first(found, time="state_since", after=asked.after, ties="pk")


def _named(reading: Reading, *, at: datetime) -> Named | None:
    """Return whom and what of the registers all that was typed fits: open to every reader. Three queries at most."""
    people, channels, offices = (reading.whole(meant) for meant in ("people", "channels", "offices"))
    if not (people or channels or offices):
        return None
    posts = Posting.objects.filter(in_force_at(at), user__in=people, user__is_active=True)
    serving = _by_person(posts.select_related("user", "office").order_by("user__name", "user", "pk"))
    listed = list(Channel.objects.filter(pk__in=channels).select_related("office")[: MOST_NAMED + 1])
    places = list(Office.objects.filter(pk__in=offices).order_by("name", "pk")[: MOST_NAMED + 1])
    are_more = max(len(serving), len(listed), len(places)) > MOST_NAMED
    return Named(serving[:MOST_NAMED], listed[:MOST_NAMED], places[:MOST_NAMED], are_more)


def _by_person(posts: Iterable[Posting]) -> list[tuple[User, list[Posting]]]:
    held: dict[User, list[Posting]] = {}
    for posting in posts:
        held.setdefault(posting.user, []).append(posting)
    return list(held.items())
