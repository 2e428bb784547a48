"""Who may say why a level was late: whoever could decide it then or can now, or did; never who wrote the draft."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.authority import Seat, seats_of
from accounts.models import User
from accounts.terms import terms_of
from approvals import asked
from approvals.models import Decision, Delay, Draft, Revision


def explainable(
    delays: Collection[Delay], user: User, *, at: datetime, seats: Collection[Seat] | None = None
) -> frozenset[int]:
    """Return the ids of the delays whose reason this person may give now.

    The delays have been read with their drafts, their steps and reviews, and the steps' regimes. Four queries, whatever
    their number, three where the person's seats are given; none for none.
    """
    if not delays:
        return frozenset()
    seats = seats_of(user.pk, at=at) if seats is None else seats
    now = {seat.place for seat in seats}
    terms = terms_of(user.pk)
    decided = _decided(delays, user)
    mine = {user.pk}.union(*(seat.instead_of for seat in seats))
    wrote = _written_by(mine, delays) | _published_by(mine, delays)
    return frozenset(
        delay.pk
        for delay in delays
        if delay.draft_id not in wrote
        and (
            now.intersection(asked.places_of(delay))
            or delay.step_id in decided
            or (delay.review is not None and delay.review.decided_by_id == user.pk)
            or any(term.place == delay.of.place and term.meets(delay.due_at, delay.resolved_at or at) for term in terms)
        )
    )


def _decided(delays: Collection[Delay], user: User) -> set[int]:
    made = Decision.objects.filter(by=user, step__in={delay.step_id for delay in delays})
    return set(made.values_list("step", flat=True))


def _written_by(people: set[int], delays: Collection[Delay]) -> set[object]:
    """Return the drafts of which one of these people wrote a part, or had it written for them."""
    wrote = Revision.objects.filter(Q(written_by__in=people) | Q(acting_for__in=people), draft=OuterRef("pk"))
    of = Draft.objects.filter(pk__in={delay.draft_id for delay in delays})
    return set(of.filter(Q(author__in=people) | Q(Exists(wrote))).values_list("pk", flat=True))


def _published_by(people: set[int], delays: Collection[Delay]) -> set[object]:
    """Return the drafts of late reviews that one of these people let out, or had let out for them. No query."""
    late = [delay.review for delay in delays if delay.review is not None]
    return {review.draft_id for review in late if people & {review.publisher_id, review.acting_for_id}}
