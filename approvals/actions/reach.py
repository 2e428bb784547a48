"""Who hears that a step has opened: those who can decide it, the duty officer, and others where everyone is away."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists

from accounts.authority import Seat, holders_of, seats_at
from accounts.models import Absence, Role
from approvals import announce, announce_people, asked
from approvals.models import Step, StepEscalation
from approvals.rules.authority import STOOD_IN_FOR

if TYPE_CHECKING:
    from approvals.actions.flight import Flight


def tell(flight: "Flight", step: Step) -> None:
    """Tell those who can decide a step that it awaits them; where nobody can be reached, escalate at once."""
    draft, able = flight.draft, flight.able(step)
    presses = calls_duty(step) and asked.presses(step, draft)
    called = on_duty(flight.seated(step)) & able if presses else set()
    flight.envelopes += announce.awaiting(step, draft, able - called)
    flight.envelopes += announce_people.duty_called(step, draft, called)
    if len(able) < flight.still_needed(step):
        flight.note("step_unstaffed", step=step.pk, level=step.name)
        flight.envelopes += announce.unstaffed(step, draft, holders_of(Role.POLICY, at=flight.at))
    if step.mode == Step.Mode.COMMENT:
        return
    away = absent(able, flight)
    if len(away) == len(able):
        _nobody_reachable(flight, step, away)


def on_duty(seats: Collection[Seat]) -> set[int]:
    """Return who of these is there as duty officer."""
    return {seat.user_id for seat in seats if seat.role == Role.DUTY}


def absent(people: Collection[int], flight: "Flight") -> list[Absence]:
    """Return the absences of those of these people who are away now, the first to be back first.

    One query, and none while nobody at all is away.
    """
    if not people or not any(getattr(step, "someone_away", True) for step in flight.steps):
        return []
    away = Absence.objects.filter(user__in=people, starts_at__lte=flight.at, ends_at__gt=flight.at)
    by_person = {absence.user_id: absence for absence in away.order_by("ends_at", "pk").select_related("user")}
    return sorted(by_person.values(), key=lambda absence: (absence.ends_at, absence.pk))


def someone_away(*, at: datetime) -> dict[str, Exists]:
    """Return what steps are annotated with so that it is known without a query of its own whether anybody is away."""
    return {"someone_away": Exists(Absence.objects.filter(starts_at__lte=at, ends_at__gt=at))}


def calls_duty(step: Step) -> bool:
    """Say whether the duty officer is called to such a step when it presses: one that waits for a decision."""
    return step.mode == Step.Mode.APPROVE and step.role in (Role.DUTY, *STOOD_IN_FOR)


def _nobody_reachable(flight: "Flight", step: Step, away: Collection[Absence]) -> None:
    """Put on record that everyone is away, turn to the first escalation now, and tell the author and policy officers.

    The escalation counts as fired: the sweep passes it over. Where there is none, the heads of the office hear of it.
    """
    flight.note("nobody_reachable", step=step.pk, level=step.name, away=[absence.user_id for absence in away])
    people = {flight.draft.author_id} | {seat.user_id for seat in holders_of(Role.POLICY, at=flight.at)}
    if not _escalate(flight, step):
        people |= announce_people.heads_of([step.office_id], at=flight.at)
    names = ", ".join(str(absence.user) for absence in away)
    until = min((absence.ends_at for absence in away), default=None)
    flight.envelopes += announce_people.nobody_reachable(step, flight.draft, people, away=names, until=until)


def _escalate(flight: "Flight", step: Step) -> bool:
    rung = StepEscalation.objects.filter(step=step, fired_at__isnull=True).order_by("rung").first()
    if rung is None:
        return False
    StepEscalation.objects.filter(pk=rung.pk).update(fired_at=flight.at)
    place = (rung.office_id, rung.role)
    seats = seats_at([place], at=flight.at)[place]
    named = {seat.user_id for seat in seats if seat.posting_id == rung.posting_id}
    people = named or {seat.user_id for seat in seats}
    flight.note("escalated", step=step.pk, level=step.name, rung=rung.rung, unreachable=True)
    flight.envelopes += announce.escalated(step, flight.draft, people, rung=rung.rung)
    return True
