"""The clocks: what is due is asked of the database, in batches; each batch costs a fixed number of queries."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from accounts.authority import Place, Seat, seats_at
from approvals import announce, asked, audit, calendars, facts
from approvals.actions.authorization_turns import fire_authorizations
from approvals.actions.calendar_following import fire_calendar_changes
from approvals.actions.draft_alarms import fire_drafts
from approvals.actions.duty_turns import fire_duty
from approvals.actions.enact import fire_versions
from approvals.actions.holds_over import fire_holds
from approvals.actions.regime_turns import fire_regimes
from approvals.actions.review_alarms import fire_reviews
from approvals.actions.silence import SILENCE_LAPSED, fire_silences
from approvals.audit import Entry
from approvals.models import Delay, Draft, Step, StepEscalation
from approvals.rules.deadlines import Alarm, due_alarms, next_alarm_at, places_fired
from approvals.writing_rows import write_each
from notifications.outbox import Envelope

logger = logging.getLogger(__name__)
BATCH = 500


def fire_due(*, at: datetime, batch: int = BATCH) -> int:
    """Fire everything that is due at `at`, in batches, and return how many clocks fired.

    Any number of sweeps may run at once: each takes what no other holds. What is locked by somebody's
    decision is left for the next sweep, which asks again. A clock that cannot fire keeps back none of another kind: the
    fault is raised when all of these have had their turn.
    """
    fired = 0
    faults: list[Exception] = []
    sweeps: tuple[Callable[..., int], ...] = (
        fire_versions, fire_regimes, fire_authorizations, fire_calendar_changes, fire_drafts, fire_silences, fire_steps,
        fire_reviews, fire_holds, fire_duty,
    )  # fmt: skip
    for sweep in sweeps:
        try:
            while count := sweep(at=at, batch=batch):
                fired += count
        except Exception as fault:  # of whatever kind: drafts still expire, and delays are still flagged
            logger.exception("clocks of one kind cannot fire")
            faults.append(fault)
    if faults:
        raise faults[0]
    return fired


@dataclass
class _Batch:
    """What one batch of steps will write."""

    at: datetime
    seats: dict[Place, list[Seat]]
    delays: list[Delay] = field(default_factory=list)
    escalated: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)

    def asked(self, step: Step, draft: Draft) -> set[int]:
        """Return who is asked at a step, the duty officer among them where the draft presses."""
        return {seat.user_id for place in asked.places(step, draft) for seat in self.seats[place]}

    def turned_to(self, rung: StepEscalation) -> set[int]:
        """Return whom a rung turns to: who holds the posting that it names, or acts for it, else everyone there."""
        seats = self.seats[rung.office_id, rung.role]
        named = {seat.user_id for seat in seats if seat.posting_id == rung.posting_id}
        return named or {seat.user_id for seat in seats}


@transaction.atomic
def fire_steps(*, at: datetime, batch: int = BATCH) -> int:
    """Fire one batch of step clocks: reminders, delays, escalations. Return how many steps fired."""
    # Draft first: decide() locks in this order too. What another sweep or a decision holds is passed over.
    due = list(
        Step.objects.select_for_update(skip_locked=True, of=("draft",))
        .filter(next_alarm_at__lte=at)
        .exclude(SILENCE_LAPSED, due_at__lte=at)
        .select_related("draft__author")
        .order_by("next_alarm_at", "pk")[:batch]
    )
    # Levels side by side share one draft: its record must grow in one place.
    drafts = {step.draft_id: step.draft for step in due}
    # Only now, under the draft's lock, is it certain which of them are still open and still due.
    steps = list(
        Step.objects.select_for_update(of=("self",))
        .filter(pk__in=[step.pk for step in due], next_alarm_at__lte=at)
        .exclude(SILENCE_LAPSED, due_at__lte=at)
        .select_related("office", "regime")
        .prefetch_related("escalations")
        .order_by("next_alarm_at", "pk")
    )
    if not steps:
        return 0
    places = asked.with_duty({step.place for step in steps})
    places |= {(rung.office_id, rung.role) for step in steps for rung in step.escalations.all()}
    work = _Batch(at, seats_at(places, at=at))
    for step in steps:
        _fire_step(step, drafts[step.draft_id], work)
    Delay.objects.bulk_create(work.delays)
    if work.escalated:
        StepEscalation.objects.filter(pk__in=work.escalated).update(fired_at=at)
    audit.record(work.entries, at=at)
    announce.send(work.envelopes, at=at)
    write_each(steps, ("overdue_at", "next_alarm_at", "alarms_fired"))
    write_each([drafts[pk] for pk in {step.draft_id for step in steps}], audit.HEAD)
    return len(steps)


def _fire_step(step: Step, draft: Draft, work: _Batch) -> None:
    # The deadline that is written down counts: of a calendar that changed since, the winding makes another.
    clock = replace(step.clock(facts.escalation_waits(step), calendars.hours_for(step)), told=step.due_at)
    alarms = due_alarms(clock, fired=step.places_fired, at=work.at)
    for alarm in alarms:
        _fire(alarm, step, draft, work)
    step.places_fired = places_fired(step.places_fired, alarms)
    step.next_alarm_at = next_alarm_at(clock, fired=step.places_fired)


def _fire(alarm: Alarm, step: Step, draft: Draft, work: _Batch) -> None:
    data = {"step": step.pk, "level": step.name, "due_at": announce.iso(step.due_at)}
    if alarm.kind == "reminder":
        work.entries.append(Entry(draft, "reminded", None, data))
        work.envelopes += announce.reminder(step, draft, work.asked(step, draft))
    elif alarm.kind == "overdue":
        step.overdue_at = work.at
        work.delays.append(
            Delay(
                step=step,
                draft=draft,
                office_id=step.office_id,
                due_at=alarm.at,
                flagged_at=work.at,
            )
        )
        work.entries.append(Entry(draft, "delay_flagged", None, data))
        work.envelopes += announce.overdue(step, draft, work.asked(step, draft))
    else:
        rung = step.escalations.all()[alarm.rung - 1]
        if rung.fired_at is not None:
            return  # it was turned to when the step opened and nobody could be reached
        work.escalated.append(rung.pk)
        work.entries.append(Entry(draft, "escalated", None, data | {"rung": alarm.rung}))
        work.envelopes += announce.escalated(step, draft, work.turned_to(rung), rung=alarm.rung)
