"""A nudge: whoever waits for a decision asks for it once more, once an hour at most."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import reading
from accounts.models import User
from approvals import access, announce_people
from approvals.actions.flight import Flight
from approvals.actions.locking import lock_draft, require_state
from approvals.models import Draft, Step
from approvals.refusals import Refused


@transaction.atomic
def nudge(*, draft_id: UUID, by: User, at: datetime) -> Draft:
    """Tell those who are asked that somebody waits: at every open step that was not nudged within the hour.

    Whoever may see the draft may do so. Refused when each of them was nudged lately, with when it can be done again.
    """
    draft = lock_draft(draft_id)
    if not access.visible(by, at=at).filter(pk=draft_id).exists():
        raise Refused("not_found")
    require_state(draft, "clear")
    flight = Flight.of(draft, at=at)
    rested = [step for step in flight.open_steps if (step.nudged_again_from() or at) <= at]
    if not rested:
        raise Refused("nudged_lately", params={"until": reading.moment_and_zone(_free_again(flight))})
    asked = {step.pk: flight.able(step) - {by.pk} for step in rested}
    if not any(asked.values()):
        raise Refused("nobody_to_nudge")
    for step in rested:
        if asked[step.pk]:
            _nudge(step, flight, asked[step.pk], by=by)
    flight.land()
    return flight.draft


def _nudge(step: Step, flight: Flight, people: set[int], *, by: User) -> None:
    step.nudged_at = flight.at
    step.save(update_fields=["nudged_at"])
    flight.note("nudged", by=by.pk, step=step.pk, level=step.name, people=sorted(people))
    flight.envelopes += announce_people.nudged(step, flight.draft, people, by=by, at=flight.at)


def _free_again(flight: Flight) -> datetime:
    return min((again for step in flight.open_steps if (again := step.nudged_again_from())), default=flight.at)
