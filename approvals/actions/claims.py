"""A courtesy among those who are asked: who has a step now, and until when. It takes nobody's right to decide away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts import reading
from accounts.models import Absence, User
from approvals import announce, announce_people
from approvals.actions.decide import choose
from approvals.actions.flight import Flight
from approvals.actions.locking import lock_draft, require_state
from approvals.models import Draft, Step
from approvals.refusals import Refused

USUAL = timedelta(minutes=30)
LONGEST = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class _Held:
    """The step that a person may decide now, under the draft's lock."""

    flight: Flight
    step: Step


@transaction.atomic
def claim(*, draft_id: UUID, by: User, at: datetime, until: datetime | None = None) -> Draft:
    """Say “I have this” until an instant, half an hour from now unless said otherwise; the others see it.

    Repeated, it lasts until the new instant. While somebody else has it, it is refused: decide, or wait.
    """
    held = _held(draft_id, by, at=at)
    _require_free(held.step, by, at=at)
    held.step.claimed_by, held.step.claimed_until = by, _until(until, at=at)
    held.flight.note("claimed", by=by.pk, step=held.step.pk, level=held.step.name, until=_iso(held.step))
    return _land(held)


@transaction.atomic
def release(*, draft_id: UUID, by: User, at: datetime) -> Draft:
    """Say that one has it no longer."""
    draft = lock_draft(draft_id)
    require_state(draft, "clear")
    flight = Flight.of(draft, at=at)
    mine = [step for step in flight.open_steps if step.is_claimed(at=at) and step.claimed_by_id == by.pk]
    if not mine:
        raise Refused("not_your_claim")
    for step in mine:
        step.claimed_by, step.claimed_until = None, None
        step.save(update_fields=["claimed_by", "claimed_until"])
        flight.note("released", by=by.pk, step=step.pk, level=step.name)
    flight.land()
    return flight.draft


@transaction.atomic
def reassign(*, draft_id: UUID, to_id: int, by: User, at: datetime, until: datetime | None = None) -> Draft:
    """Hand a step to a colleague who can decide it as well; they hear of it, and everyone may decide as before."""
    held = _held(draft_id, by, at=at)
    flight, step = held.flight, held.step
    if to_id == by.pk:
        raise Refused("hand_over_to_self", field="to")
    if to_id not in flight.able(step):
        raise Refused("colleague_cannot_decide", field="to")
    colleague = User.objects.get(pk=to_id)
    away = Absence.objects.filter(user=colleague, starts_at__lte=at, ends_at__gt=at).first()
    if away is not None:
        told = {"name": str(colleague), "until": reading.moment_and_zone(away.ends_at)}
        raise Refused("colleague_away", field="to", params=told)
    _require_free(step, by, at=at)
    step.claimed_by, step.claimed_until = colleague, _until(until, at=at)
    flight.note("reassigned", by=by.pk, step=step.pk, level=step.name, to=to_id, until=_iso(step))
    flight.envelopes += announce_people.handed(step, flight.draft, by=by, to=colleague, at=at)
    return _land(held)


def _held(draft_id: UUID, by: User, *, at: datetime) -> _Held:
    draft = lock_draft(draft_id)
    require_state(draft, "clear")
    flight = Flight.of(draft, at=at)
    step, _seat = choose(flight, by)
    return _Held(flight, step)


def _until(until: datetime | None, *, at: datetime) -> datetime:
    if until is None:
        return at + USUAL
    if until <= at:
        raise Refused("claim_past", field="until")
    if until > at + LONGEST:
        raise Refused("claim_too_long", field="until")
    return until


def _require_free(step: Step, person: User, *, at: datetime) -> None:
    """Refuse while somebody else has the step."""
    if step.is_claimed(at=at) and step.claimed_by is not None and step.claimed_by_id != person.pk:
        until = reading.moment_and_zone(step.claimed_until) if step.claimed_until else ""
        raise Refused("step_claimed", params={"name": str(step.claimed_by), "until": until})


def _land(held: _Held) -> Draft:
    held.step.save(update_fields=["claimed_by", "claimed_until"])
    held.flight.land()
    return held.flight.draft


def _iso(step: Step) -> str | None:
    return announce.iso(step.claimed_until)
