"""Who can decide an open level now, by name: whoever looks at a late draft wants to know whom to ask."""

from collections.abc import Collection, Sequence
from datetime import datetime

from accounts.authority import Place, Seat, seats_at
from accounts.models import User
from approvals import facts
from approvals.models import Decision, Draft, Step
from approvals.web.words import person_acting


def who_can_decide(draft: Draft, steps: Collection[Step], *, at: datetime) -> dict[Place, list[str]]:
    """Return the names of those who can decide each open place now, deputies with whom they act for.

    Who wrote a part of the draft, acts for one who did, or has approved it already is left out. At most four queries.
    """
    places = {step.place for step in steps if step.status == Step.Status.OPEN}
    if not places:
        return {}
    seats = seats_at(places, at=at)
    barred = facts.barred_from(facts.writers_of(draft), at=at) | {
        decision.by_id
        for step in steps
        for decision in step.decisions.all()
        if decision.verdict == Decision.Verdict.APPROVE
    }
    able = {place: [seat for seat in found if seat.user_id not in barred] for place, found in seats.items()}
    ids = {person for found in able.values() for seat in found for person in (seat.user_id, seat.acting_for) if person}
    people = User.objects.in_bulk(ids) if ids else {}
    return {place: _names(found, people) for place, found in able.items()}


def _names(seats: Sequence[Seat], people: dict[int, User]) -> list[str]:
    return [person_acting(people[seat.user_id], people.get(seat.acting_for or 0)) for seat in seats]
