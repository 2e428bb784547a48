"""Who can decide an open level now, by name: whoever looks at a late draft wants to know whom to ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from accounts.authority import Place, Seat, seats_at
from accounts.models import Office, Role, User, acting_title
from approvals import asked, facts
from approvals.models import Decision, Draft, Step
from approvals.web.words import person_acting


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who can decide a level now, and as what."""

    person: User
    acting_for: User | None
    seat: Seat
    office: Office

    def __str__(self) -> str:
        """Return the name, with whom they act for, or as what they are there."""
        if self.acting_for is not None:
            return person_acting(self.person, self.acting_for)
        if self.seat.role == Role.DUTY:
            return gettext("%(name)s, duty officer") % {"name": self.person}
        if self.seat.is_acting:
            return f"{self.person}, {acting_title(self.office)}"
        return str(self.person)


def who_can_decide(draft: Draft, steps: Collection[Step], *, at: datetime) -> dict[Place, list[Decider]]:
    """Return those who can decide at each open place now, the duty officer among them where the draft presses.

    Who wrote a part of the draft, acts for one who did, or has approved it already is left out. At most four queries.
    """
    open_steps = {step.place: step for step in steps if step.status == Step.Status.OPEN}
    if not open_steps:
        return {}
    places = {place: asked.places(step, draft) for place, step in open_steps.items()}
    seats = seats_at({place for asking in places.values() for place in asking}, at=at)
    barred = facts.barred_from(facts.writers_of(draft), at=at) | {
        decision.by_id
        for step in steps
        for decision in step.decisions.all()
        if decision.verdict == Decision.Verdict.APPROVE
    }
    able = {
        place: [seat for asking in among for seat in seats[asking] if seat.user_id not in barred]
        for place, among in places.items()
    }
    ids = {person for found in able.values() for seat in found for person in (seat.user_id, seat.acting_for) if person}
    people = User.objects.in_bulk(ids) if ids else {}
    return {
        place: [
            Decider(people[seat.user_id], people.get(seat.acting_for or 0), seat, open_steps[place].office)
            for seat in found
        ]
        for place, found in able.items()
    }
