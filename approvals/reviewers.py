"""Who may review what went out: somebody at the place that is asked, who had no part in it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.authority import Place, Seat, seats_at
from accounts.models import User
from approvals import facts
from approvals.models import Publication, Review, Revision
from approvals.rules.authority import is_barred


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is at the place of each review and may review it, and who holds every place that was asked for."""

    able: Mapping[int, set[int]]
    seats: Mapping[Place, list[Seat]]

    def at(self, place: Place) -> set[int]:
        """Return everyone who may act at a place that was asked for."""
        return {seat.user_id for seat in self.seats[place]}


def circle(reviews: Collection[Review], *, at: datetime, beside: Iterable[Place] = ()) -> Circle:
    """Return who may review each of these now, and who holds the places `beside`. Three queries, whatever their number.

    The reviews have been read with their drafts.
    """
    seats = seats_at({review.place for review in reviews} | set(beside), at=at)
    barred = _barred(reviews, at=at)
    able = {
        review.pk: {seat.user_id for seat in seats[review.place]} - barred[review.pk] for review in reviews
    }  # fmt: skip
    return Circle(able, seats)


def part_in(review: Review) -> frozenset[int]:
    """Return who had a part in what is reviewed: who wrote it, let it out (and for whom), or posted it. Two queries."""
    posted = Publication.objects.filter(draft=review.draft_id).order_by().values_list("by", flat=True)
    return facts.writers_of(review.draft) | _publishers(review) | set(posted)


def may_review(review: Review, user: User, seats: Collection[Seat]) -> bool:
    """Say whether this person, who has these seats now, had no part in the post and stands in for nobody who had."""
    return not is_barred(user.pk, seats=facts.seat_facts(seats), writers=part_in(review))


def _barred(reviews: Collection[Review], *, at: datetime) -> dict[int, set[int]]:
    """Return, for each review, who had a part in its post, or is at `at` deputy of somebody who had. Two queries."""
    parts = {review.pk: {review.draft.author_id, *_publishers(review)} for review in reviews}
    wrote: dict[UUID, set[int]] = {}
    drafts = {review.draft_id for review in reviews}
    written = Revision.objects.filter(draft__in=drafts).order_by().values_list("draft", "written_by", "acting_for")
    posted = Publication.objects.filter(draft__in=drafts).order_by().values_list("draft", "by", "by")
    for draft_id, writer, acting_for in written.union(posted):
        wrote.setdefault(draft_id, set()).update({writer, acting_for or writer})
    for review in reviews:
        parts[review.pk] |= wrote.get(review.draft_id, set())
    everyone = set().union(*parts.values())
    behind = facts.acting(at).filter(facts.behind(everyone)).values_list(
        "user", "posting__user", "passed_by__user", "passed_by__passed_by__user"
    )  # fmt: skip
    deputies = [(deputy, set(others)) for deputy, *others in behind]
    return {
        pk: people | {deputy for deputy, others in deputies if people & others} for pk, people in parts.items()
    }  # fmt: skip


def _publishers(review: Review) -> frozenset[int]:
    return frozenset(person for person in (review.publisher_id, review.acting_for_id) if person is not None)
