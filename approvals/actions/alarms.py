"""The clocks: what is due is asked of the database, in batches; each batch costs a fixed number of queries."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.authority import Place, Seat, seats_at
from approvals import announce, audit, facts, holding
from approvals.actions.enact import fire_versions
from approvals.actions.flight import STEP_FIELDS
from approvals.actions.holds_over import fire_holds
from approvals.actions.regime_turns import fire_regimes
from approvals.actions.silence import SILENCE_LAPSED, fire_silences
from approvals.audit import Entry
from approvals.holding import Holding
from approvals.models import Delay, Draft, Step, StepEscalation
from approvals.rules.deadlines import Alarm, due_alarms, next_alarm_at, places_fired
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
        fire_versions, fire_regimes, fire_drafts, fire_silences, fire_steps, fire_holds,
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

    def people(self, place: Place) -> set[int]:
        return {seat.user_id for seat in self.seats[place]}


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
        .select_related("office")
        .prefetch_related("escalations")
        .order_by("next_alarm_at", "pk")
    )
    if not steps:
        return 0
    places = {step.place for step in steps}
    places |= {(rung.office_id, rung.role) for step in steps for rung in step.escalations.all()}
    work = _Batch(at, seats_at(places, at=at))
    for step in steps:
        _fire_step(step, drafts[step.draft_id], work)
    Delay.objects.bulk_create(work.delays)
    if work.escalated:
        StepEscalation.objects.filter(pk__in=work.escalated).update(fired_at=at)
    audit.record(work.entries, at=at)
    announce.send(work.envelopes, at=at)
    Step.objects.bulk_update(steps, ("overdue_at", "next_alarm_at", "alarms_fired"))
    Draft.objects.bulk_update([drafts[pk] for pk in {step.draft_id for step in steps}], audit.HEAD)
    return len(steps)


def _fire_step(step: Step, draft: Draft, work: _Batch) -> None:
    clock = step.clock(facts.escalation_waits(step))
    alarms = due_alarms(clock, fired=step.places_fired, at=work.at)
    for alarm in alarms:
        _fire(alarm, step, draft, work)
    step.places_fired = places_fired(step.places_fired, alarms)
    step.next_alarm_at = next_alarm_at(clock, fired=step.places_fired)


def _fire(alarm: Alarm, step: Step, draft: Draft, work: _Batch) -> None:
    data = {"step": step.pk, "level": step.name, "due_at": announce.iso(step.due_at)}
    if alarm.kind == "reminder":
        work.entries.append(Entry(draft, "reminded", None, data))
        work.envelopes += announce.reminder(step, draft, work.people(step.place))
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
        work.envelopes += announce.overdue(step, draft, work.people(step.place))
    else:
        rung = step.escalations.all()[alarm.rung - 1]
        work.escalated.append(rung.pk)
        work.entries.append(Entry(draft, "escalated", None, data | {"rung": alarm.rung}))
        people = work.people((rung.office_id, rung.role))
        work.envelopes += announce.escalated(step, draft, people, rung=alarm.rung)


@transaction.atomic
def fire_drafts(*, at: datetime, batch: int = BATCH) -> int:
    """Fire one batch of the drafts' own clocks: the slot that has come, the moment that has passed."""
    drafts = list(
        Draft.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(next_alarm_at__lte=at)
        .order_by("next_alarm_at", "pk")[:batch]
    )
    if not drafts:
        return 0
    expired = [draft for draft in drafts if draft.moment and draft.moment <= at]
    entries: list[Entry] = []
    envelopes: list[Envelope] = []
    steps = _close_steps(expired, at=at)
    waiting = holding.of_cleared([draft for draft in drafts if draft not in expired], at=at)
    for draft in drafts:
        if draft in expired:
            _expire(draft, steps.get(draft.pk, []), entries, envelopes, at=at)
        else:
            draft.slot_told_at = at
            draft.next_alarm_at = draft.moment
            _open_slot(draft, waiting.get(draft.pk, holding.FREE), entries, envelopes)
    audit.record(entries, at=at)
    announce.send(envelopes, at=at)
    Draft.objects.bulk_update(drafts, ("state", "state_since", "next_alarm_at", "slot_told_at", *audit.HEAD))
    return len(drafts)


def _open_slot(draft: Draft, waits: Holding, entries: list[Entry], envelopes: list[Envelope]) -> None:
    """Tell the author that the slot has come; under a hold that the draft waits all the same, and why."""
    slot: dict[str, Any] = {"publish_at": announce.iso(draft.publish_at)}
    if waits.stops_all:
        hold = waits.holds[0]
        entries.append(Entry(draft, "slot_held", None, {**slot, "hold": hold.pk, "why": hold.reason}))
        envelopes += announce.to_author(draft, "slot_held", **slot, **announce.waits(hold))
    else:
        entries.append(Entry(draft, "slot_open", None, slot))
        envelopes += announce.to_author(draft, "slot_open", **slot)


def _expire(
    draft: Draft,
    steps: list[Step],
    entries: list[Entry],
    envelopes: list[Envelope],
    *,
    at: datetime,
) -> None:
    level = next((step.name for step in steps if step.opened_at), "")
    draft.expire(at=at)
    draft.next_alarm_at = None
    moment = announce.iso(draft.moment)
    entries.append(Entry(draft, "expired", None, {"moment": moment, "level": level}))
    envelopes += announce.to_author(draft, "expired", moment=moment, level=level)


def _close_steps(drafts: list[Draft], *, at: datetime) -> dict[object, list[Step]]:
    """Close the undecided steps of drafts whose moment has passed; return them by draft."""
    if not drafts:
        return {}
    undecided = Step.objects.filter(draft__in=drafts, status__in=(Step.Status.OPEN, Step.Status.WAITING))
    steps = list(undecided.order_by("position", "pk"))
    found: dict[object, list[Step]] = {}
    for step in steps:
        found.setdefault(step.draft_id, []).append(step)
        step.status, step.closed_at, step.next_alarm_at = Step.Status.CLOSED, at, None
    Step.objects.bulk_update(steps, STEP_FIELDS)
    Delay.objects.filter(step__in=[step.pk for step in steps], resolved_at__isnull=True).update(resolved_at=at)
    return found
