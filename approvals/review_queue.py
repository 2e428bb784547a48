"""Named reads of reviews: what awaits mine, the most exposed first; what was found; what is to be taken down."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.authority import Seat, seats_of
from accounts.models import Role, User
from approvals import access, reviewers
from approvals.models import Draft, Publication, Review, Revision

COUNT_CAP = 100
TAKING_DOWN = (Role.AUTHOR, Role.HEAD)
# What is shown of a review, beside where its post is out.
SHOWN = (
    "draft__author", "draft__office", "revision", "office", "publisher", "acting_for",
    "authorization_version__authorization", "decided_by", "decided_for", "correction", "taken_down_by",
)  # fmt: skip


class After(NamedTuple):
    """Where a page of the queue begins, or ends: at a review, by how exposed it is, its deadline, and its id."""

    exposure: int
    due_at: datetime
    review_id: int

    @property
    def behind(self) -> Q:
        """Return the condition that a review comes after it."""
        same = Q(exposure=self.exposure)
        later = Q(due_at__gt=self.due_at) | Q(due_at=self.due_at, pk__gt=self.review_id)
        return Q(exposure__lte=self.exposure) & (Q(exposure__lt=self.exposure) | same & later)

    @property
    def ahead(self) -> Q:
        """Return the condition that a review comes before it."""
        same = Q(exposure=self.exposure)
        sooner = Q(due_at__lt=self.due_at) | Q(due_at=self.due_at, pk__lt=self.review_id)
        return Q(exposure__gte=self.exposure) & (Q(exposure__gt=self.exposure) | same & sooner)


def place_of(review: Review) -> tuple[int, datetime, int]:
    """Return by what an open review is ordered."""
    if review.due_at is None:
        raise ValueError(f"The review {review.pk} has not opened.")
    return (review.exposure, review.due_at, review.pk)


def awaiting(
    user: User, *, at: datetime, limit: int = 50, after: After | None = None, before: After | None = None,
    seats: Sequence[Seat] | None = None,
) -> list[Review]:  # fmt: skip
    """Return the open reviews that this person may decide, the most exposed first, then the soonest due.

    Those next behind `after`, or those last ahead of `before`. One query for each place the person reviews for, walked
    along its index, and three for what is shown, whatever the number of reviews; one for their seats where not given.
    """
    order = ("-exposure", "due_at", "pk") if before is None else ("exposure", "-due_at", "-pk")
    page = Q() if after is None else after.behind
    if before is not None:
        page &= before.ahead
    seats = seats_of(user.pk, at=at) if seats is None else seats
    queues = [_queue(user, access.at_places([place]), seats) for place in sorted({seat.place for seat in seats})]
    walks = [queue.filter(page).order_by(*order).values_list("exposure", "due_at", "pk")[:limit] for queue in queues]
    merged = list(heapq.merge(*walks, key=_by_exposure, reverse=before is not None))[:limit]
    if not merged:
        return []
    return list(shown(Review.objects.filter(pk__in=[pk for *_, pk in merged])).order_by("-exposure", "due_at", "pk"))


def awaiting_count(user: User, *, seats: Sequence[Seat]) -> int:
    """Return how many reviews await this person at these seats of theirs, counted up to 100: the same in any queue."""
    found = 0
    for asks in access.at_blocks({seat.place for seat in seats}):
        found += _queue(user, asks, seats)[: COUNT_CAP - found].count()
        if found >= COUNT_CAP:
            break
    return found


def _queue(user: User, asks: Q, seats: Sequence[Seat]) -> QuerySet[Review]:
    """Return the open reviews that ask so, less those of posts in which they, or whom they act for, had a part."""
    barred = {user.pk}.union(*(seat.instead_of for seat in seats))
    wrote = Revision.objects.filter(Q(written_by__in=barred) | Q(acting_for__in=barred), draft=OuterRef("draft_id"))
    posted = Publication.objects.filter(by__in=barred, draft=OuterRef("draft_id"))
    return (
        Review.objects.filter(asks, status=Review.Status.OPEN)
        .order_by()
        .exclude(publisher__in=barred)
        .filter(Q(acting_for=None) | ~Q(acting_for__in=barred))
        .exclude(draft__author__in=barred)
        .filter(~Exists(wrote), ~Exists(posted))
    )


def reviewed(user: User, *, at: datetime, outcome: str = "") -> QuerySet[Review]:
    """Return the reviews that are done at the places this person reviews for, or of drafts they may see as an officer.

    Narrowed to one outcome where one is named. One query for the person's seats.
    """
    found = Review.objects.filter(_of_my_places(seats_of(user.pk, at=at)), status=Review.Status.DONE)
    return shown(found.filter(outcome=outcome) if outcome else found)


def takedowns(user: User, *, at: datetime) -> QuerySet[Review]:
    """Return the reviews whose post is to be taken down, and is not on record as down yet, that concern this person.

    Those they asked for or may record: as a reviewer, as whoever published it, as an author or the head of its office.
    """
    seats = seats_of(user.pk, at=at)
    return shown(_still_up().filter(_of_my_places(seats) | _to_take_down(user, seats)))


def takedowns_owed(user: User, seats: Sequence[Seat]) -> int:
    """Return how many posts this person is to have taken down, from these seats: what they published, or its office."""
    return _still_up().filter(_to_take_down(user, seats)).count()


def _still_up() -> QuerySet[Review]:
    return Review.objects.filter(outcome=Review.Outcome.RETRACT, taken_down_at__isnull=True)


def _to_take_down(user: User, seats: Sequence[Seat]) -> Q:
    offices = {seat.office_id for seat in seats if seat.role in TAKING_DOWN}
    return Q(publisher=user) | Q(draft__office__in=offices)


def that_opened(draft: Draft) -> Review | None:
    """Return the review that opened this draft as a correction. Two queries; a short one for any other draft: None."""
    found = Review.objects.filter(correction=draft)
    return found.select_related("draft", "decided_by").first() if found.exists() else None


def _of_my_places(seats: Sequence[Seat]) -> Q:
    if any(seat.role in access.MINISTRY_ROLES for seat in seats):
        return Q()
    return access.at_places({seat.place for seat in seats})


def shown(found: QuerySet[Review]) -> QuerySet[Review]:
    """Return reviews with what is shown of them."""
    out = Prefetch("draft__publications", Publication.objects.select_related("channel"))
    return found.select_related(*SHOWN).prefetch_related(out, "draft__channels")


def of_drafts(drafts: Iterable[Draft]) -> QuerySet[Review]:
    """Return the reviews that these drafts owed or owe, the latest first."""
    return shown(Review.objects.filter(draft__in=drafts)).order_by("-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may do with one review now: `outcome`, `takedown`; and for whom they would act, when acting."""

    verbs: tuple[str, ...]
    acting_for: int | None = None


def standing(review: Review, user: User, *, at: datetime, seats: Sequence[Seat] | None = None) -> Standing:
    """Return what this person may do with a review; what it lists, the actions check again.

    Two queries, and one for their seats where they are not given.
    """
    seats = seats_of(user.pk, at=at) if seats is None else seats
    if review.status == Review.Status.OPEN:
        seat = next((seat for seat in seats if seat.place == review.place), None)
        if seat is None or not reviewers.may_review(review, user, seats):
            return Standing(())
        return Standing(("outcome",), seat.acting_for)
    offices = {seat.office_id for seat in seats if seat.role in TAKING_DOWN}
    takes_down = user.pk == review.publisher_id or review.draft.office_id in offices
    return Standing(("takedown",) if review.awaits_takedown and takes_down else ())


def _by_exposure(row: tuple[int, Any, int]) -> tuple[int, Any, int]:
    exposure, due_at, pk = row
    return (-exposure, due_at, pk)
