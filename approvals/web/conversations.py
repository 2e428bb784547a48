"""Conversations: which wait for an answer, and what was said in one, ours and theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Office, Role
from approvals import conversations as reading
from approvals.answer_times import is_late
from approvals.conversations import NO_TIME, Place, Said, Talk, Took, Wanted
from approvals.models import Draft
from approvals.web.door import page, person
from approvals.web.forms.narrowing import ChoicesForm, named
from approvals.web.paging import PAGE, Cursor, newest_first

WHICH = [
    ("waiting", _("Waiting for an answer")), ("late", _("Answer overdue")), ("answered", _("Nothing waits")),
]  # fmt: skip
SHOWN = {"": None, "waiting": True, "answered": False, "late": None}


@dataclass(frozen=True, slots=True)
class Shown:
    """One conversation of the list, and whether its answer is overdue."""

    talk: Talk
    late: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation; of an answer of ours that is out, how long it took."""

    said: Said
    took: Took | None = None


@page
@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """List the conversations that the reader may see part of: those that wait for an answer first, then the newest."""
    at, user = clock.now(), person(request)
    offices = Office.objects.filter(conversations__isnull=False).distinct().order_by("name")
    form = ChoicesForm(request.GET, choices={
        "show": (_("Show"), _("All conversations"), WHICH), "office": (_("Office"), _("Every office"), named(offices)),
    })  # fmt: skip
    show, office = form.chosen("show"), form.chosen("office")
    wanted = Wanted(office=office, waiting=True if show == "late" else SHOWN[show], late=show == "late")
    after = parsed(request.GET.get("after", ""))
    found = reading.listed(user, at=at, limit=PAGE + 1, wanted=wanted, after=after, seats=reader.seats(request))
    following = str(Mark(found[PAGE - 1].place)) if len(found) > PAGE else None
    rows = [Shown(talk, talk.waiting is not None and is_late(talk.waiting, at=at)) for talk in found[:PAGE]]
    context = {
        "at": at, "form": form, "rows": rows,
        "listed": {"next": following, "is_first": after is None}, "may_write": may_write(request),
    }  # fmt: skip
    return render(request, "approvals/conversations.html", context)


@page
@require_safe
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Show a conversation as far as the reader may see it: what was said, ours and theirs, in order of time."""
    at, user, seats = clock.now(), person(request), reader.seats(request)
    talk = reading.one(user, conversation_id, at=at, seats=seats)
    drafts = reading.drafts_in(user, talk.conversation, at=at, seats=seats)
    after = Cursor.parse(request.GET.get("after", ""), id_from=UUID)
    # The latest page first: whoever comes here wants to know where the conversation stands.
    listed = newest_first(drafts, time="created_at", after=after, ties="-pk")
    context = {
        "at": at, "talk": talk, "turns": _turns(listed.rows[::-1], at=at), "listed": listed,
        "late": talk.waiting is not None and is_late(talk.waiting, at=at), "may_answer": may_write(request),
    }  # fmt: skip
    return render(request, "approvals/conversation.html", context)


def may_write(request: HttpRequest) -> bool:
    """Say whether the reader writes for any office."""
    return reader.holds(request, Role.AUTHOR)


def _turns(drafts: Sequence[Draft], *, at: datetime) -> list[Turn]:
    said = reading.turns(drafts)
    return [Turn(turn, reading.took(turn.draft) if turn.theirs is None else None) for turn in said]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the list as an address carries it: by when to answer, a comma, when it moved last, and its id."""

    place: Place

    def __str__(self) -> str:
        place = self.place
        by = Cursor(place.answer_by, "0") if place.waits else ""
        return f"{by},{Cursor(place.latest_at, str(place.id))}"


def parsed(typed: str) -> Place | None:
    """Return the place that an address names, or None for what no page ever wrote."""
    by, comma, rest = typed.partition(",")
    cursor, soonest = Cursor.parse(rest, id_from=UUID), Cursor.parse(by)
    if not comma or cursor is None or (by and soonest is None):
        return None
    return Place(bool(by), soonest.time if soonest else NO_TIME, cursor.time, UUID(cursor.id))
