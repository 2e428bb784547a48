"""Conversations as a reader finds them: which wait for an answer, and what was said in one, ours and theirs.

Whoever may see one draft of a conversation sees the conversation, with those of its drafts that they may see. Every
read costs a fixed number of queries, and every page begins behind the last row of the one before.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.authority import Seat
from accounts.models import User
from approvals import access
from approvals.answer_times import WAITS
from approvals.models import AnsweredPost, Conversation, Draft, Kind
from approvals.refusals import Refused
from channels.post_addresses import same_post

# Later than anything that is to be answered: a conversation that waits without a time comes behind those with one.
NO_TIME = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations: those of an office, by its code; those that wait for an answer, or the others; late ones."""

    office: str = ""
    waiting: bool | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation stands in the list: those that wait come first, soonest answer first; then the newest."""

    waits: bool
    answer_by: datetime
    latest_at: datetime
    id: UUID

    def behind(self, *, backwards: bool) -> Q:
        """Return the condition that a conversation of the same section comes after this place, or before it."""
        later, earlier = ("lt", "gt") if backwards else ("gt", "lt")
        newest = Q(**{f"latest_at__{earlier}": self.latest_at})
        newest |= Q(latest_at=self.latest_at, **{f"pk__{later}": self.id})
        if not self.waits:
            return newest
        return Q(**{f"due__{later}": self.answer_by}) | Q(due=self.answer_by) & newest


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation of the list: how it began, what came last, and the reply that it waits for, if it does."""

    conversation: Conversation
    first: Draft
    latest: Draft
    waiting: Draft | None
    count: int
    place: Place

    @property
    def answer_by(self) -> datetime | None:
        """Return by when it is to be answered; None where nothing waits, or nobody said when."""
        return self.waiting.answer_by if self.waiting else None


def listed(
    user: User, *, at: datetime, limit: int, wanted: Wanted = Wanted(), after: Place | None = None,
    before: Place | None = None, seats: Collection[Seat] | None = None,
) -> list[Talk]:  # fmt: skip
    """Return the conversations that this person may see part of, at most `limit`.

    Those next behind `after`, or those last ahead of `before`. At most four queries, and one for the person's seats
    where they are not given.
    """
    seen = access.visible(user, at=at, seats=seats).order_by()
    mark, backwards = before or after, before is not None
    found: list[tuple[UUID, datetime]] = []
    for waits in _sections(mark, backwards=backwards):
        if wanted.waiting not in (None, waits) or len(found) >= limit:
            continue
        rows = _section(seen, waits=waits, wanted=wanted, at=at)
        if mark is not None and mark.waits is waits:
            rows = rows.filter(mark.behind(backwards=backwards))
        order = ("due", "-latest_at", "pk") if not backwards else ("-due", "latest_at", "-pk")
        found += rows.order_by(*order).values_list("pk", "due")[: limit - len(found)]
    return _talks(_read(found[::-1] if backwards else found, seen))


def one(user: User, conversation_id: UUID, *, at: datetime, seats: Collection[Seat] | None = None) -> Talk:
    """Return one conversation as a list would show it; refuse with 404 whoever may see nothing of it.

    Two queries, and one for the person's seats where they are not given.
    """
    seen = access.visible(user, at=at, seats=seats).order_by()
    mine = Exists(seen.filter(conversation=OuterRef("pk")))
    known = _known(Conversation.objects.filter(mine, pk=conversation_id), seen)
    found = _talks(list(known.annotate(due=Coalesce(_soonest(seen), Value(NO_TIME)))))
    if not found:
        raise Refused("not_found")
    return found[0]


def drafts_in(
    user: User, conversation: Conversation, *, at: datetime, seats: Collection[Seat] | None = None
) -> QuerySet[Draft]:
    """Return the drafts of a conversation that this person may see, in the order in which they were begun."""
    seen = access.visible(user, at=at, seats=seats).filter(conversation=conversation)
    related = ("office", "author", "revision", "answered__entered_by")
    return seen.select_related(*related).prefetch_related("channels", "publications__channel").order_by(
        "created_at", "pk"
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of a conversation: a post of ours in whatever state it is, or what somebody else said."""

    at: datetime
    draft: Draft
    theirs: AnsweredPost | None = None


def turns(drafts: Sequence[Draft]) -> list[Said]:
    """Return what was said, ours and theirs, in order of time; what several of our drafts answer is said once.

    Ours is told at the time at which it was published, else begun; theirs at that at which it was posted, else entered.
    """
    said: list[Said] = []
    known: set[str] = {same_post(out.url) for draft in drafts for out in draft.publications.all()}
    for draft in drafts:
        theirs = answered_of(draft)
        if theirs is not None and theirs.address not in known:
            known.add(theirs.address)
            said.append(Said(theirs.posted_at or theirs.entered_at, draft, theirs))
        said.append(Said(draft.published_at or draft.created_at, draft))
    # What is answered comes before its answer, also where nobody knows when it was posted.
    return sorted(said, key=lambda turn: (turn.at if turn.theirs is None else min(turn.at, _begun(turn)),))


def answered_of(draft: Draft) -> AnsweredPost | None:
    """Return the post that a draft answers, which has been read along with it."""
    return getattr(draft, "answered", None)


@dataclass(frozen=True, slots=True)
class Took:
    """How long an answer took: since the post was posted, where somebody knew that, else since the draft was begun."""

    length: timedelta
    since_posted: bool
    in_time: bool | None


def took(draft: Draft) -> Took | None:
    """Return how long it took to answer; None for what has not answered. `in_time` is None where no time was set."""
    if draft.kind != Kind.REPLY or draft.published_at is None:
        return None
    theirs = answered_of(draft)
    posted_at = theirs.posted_at if theirs else None
    since = posted_at or draft.created_at
    in_time = None if draft.answer_by is None else draft.published_at <= draft.answer_by
    return Took(max(draft.published_at - since, timedelta()), posted_at is not None, in_time)


def _begun(turn: Said) -> datetime:
    return turn.draft.published_at or turn.draft.created_at


def _sections(mark: Place | None, *, backwards: bool) -> list[bool]:
    """Return the sections of the list from a place on: those that wait (True) stand before the others."""
    order = [False, True] if backwards else [True, False]
    return order[order.index(mark.waits) :] if mark is not None else order


def _section(seen: QuerySet[Draft], *, waits: bool, wanted: Wanted, at: datetime) -> QuerySet[Any]:
    mine = seen.filter(conversation=OuterRef("pk"))
    found = Conversation.objects.all()
    if waits:
        found = found.filter(Exists(mine.filter(WAITS))).annotate(due=Coalesce(_soonest(seen), Value(NO_TIME)))
    else:
        found = found.filter(Exists(mine)).exclude(Exists(mine.filter(WAITS))).annotate(due=Value(NO_TIME))
    if wanted.office:
        found = found.filter(Exists(mine.filter(office__code=wanted.office)))
    if wanted.late:
        found = found.filter(Exists(mine.filter(WAITS, answer_by__lte=at)))
    return found


def _read(found: Sequence[tuple[UUID, datetime]], seen: QuerySet[Draft]) -> list[Any]:
    """Return these conversations in their order, whole, each with when its answer is due. One query; none for none."""
    if not found:
        return []
    rows: dict[UUID, Any] = {row.pk: row for row in _known(Conversation.objects.filter(pk__in=dict(found)), seen)}
    for pk, due in found:
        rows[pk].due = due
    return [rows[pk] for pk, _due in found]


def _known(found: QuerySet[Conversation], seen: QuerySet[Draft]) -> QuerySet[Conversation]:
    """Return the conversations with their first, their latest and their waiting draft, and how many there are."""
    mine = seen.filter(conversation=OuterRef("pk"))
    counted = mine.values("conversation").annotate(count=Count("pk")).values("count")
    return found.select_related("office").annotate(
        first=_id_of(mine.order_by("created_at", "pk")),
        latest=_id_of(mine.order_by("-created_at", "-pk")),
        waiting=_id_of(_waiting(seen)),
        count=Subquery(counted[:1]),
    )


def _waiting(seen: QuerySet[Draft]) -> QuerySet[Draft]:
    mine = seen.filter(WAITS, conversation=OuterRef("pk"))
    return mine.order_by(F("answer_by").asc(nulls_last=True), "created_at", "pk")


def _soonest(seen: QuerySet[Draft]) -> Subquery:
    return Subquery(_waiting(seen).values("answer_by")[:1])


def _id_of(drafts: QuerySet[Draft]) -> Subquery:
    return Subquery(drafts.values("pk")[:1])


def _talks(found: Sequence[Any]) -> list[Talk]:
    """Return conversations with the drafts by which the list shows them. One query, none for nothing."""
    named = {pk for row in found for pk in (row.first, row.latest, row.waiting) if pk is not None}
    related = ("office", "author", "revision", "answered")
    drafts = Draft.objects.select_related(*related).in_bulk(named) if named else {}
    return [
        Talk(
            row, drafts[row.first], drafts[row.latest], drafts.get(row.waiting), row.count,
            Place(row.waiting is not None, row.due, row.latest_at, row.pk),
        )
        for row in found
    ]  # fmt: skip
