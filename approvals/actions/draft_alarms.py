"""The drafts' own clocks: the slot that has come, the moment that has passed, the draft at risk, the answer due."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.authority import seats_at
from approvals import announce, announce_lines, audit, holding, plans
from approvals.actions import late
from approvals.actions.answers_due import tell_answers_due
from approvals.actions.flight import STEP_FIELDS
from approvals.actions.locking import DUE_STATES, set_alarm
from approvals.audit import Entry
from approvals.holding import Holding
from approvals.lifecycle import State
from approvals.models import Delay, Draft, Kind, Step
from notifications.outbox import Envelope

BATCH = 500
FIELDS = (
    "state", "state_since", "next_alarm_at", "slot_told_at", "risk_at", "risk_told_at", "answer_told_at", *audit.HEAD,
)  # fmt: skip


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
    # What nobody has been asked yet does not expire: a draft being written has no other clock than its answer's.
    expired = [draft for draft in drafts if draft.moment and draft.moment <= at and draft.state in DUE_STATES]
    entries: list[Entry] = []
    envelopes: list[Envelope] = []
    steps = _close_steps(expired, entries, at=at)
    waiting = holding.of_cleared([draft for draft in drafts if draft not in expired], at=at)
    _tell_risks([draft for draft in drafts if draft not in expired], entries, envelopes, at=at)
    tell_answers_due([draft for draft in drafts if draft not in expired], entries, envelopes, at=at)
    for draft in drafts:
        if draft in expired:
            _expire(draft, steps.get(draft.pk, []), entries, envelopes, at=at)
            continue
        if draft.state == State.CLEARED and draft.slot_told_at is None and draft.publish_at and draft.publish_at <= at:
            draft.slot_told_at = at
            _open_slot(draft, waiting.get(draft.pk, holding.FREE), entries, envelopes)
        set_alarm(draft)
    audit.record(entries, at=at)
    announce.send(envelopes, at=at)
    Draft.objects.bulk_update(drafts, FIELDS)
    return len(drafts)


def _tell_risks(drafts: list[Draft], entries: list[Entry], envelopes: list[Envelope], *, at: datetime) -> None:
    """Tell, once, that drafts may miss their slot or moment. Two queries, none where there is no such draft."""
    risky = [
        draft
        for draft in drafts
        if draft.state == State.IN_REVIEW and draft.risk_at and draft.risk_at <= at and draft.risk_told_at is None
    ]
    if not risky:
        return
    opened = Step.objects.filter(draft__in=risky, status=Step.Status.OPEN).exclude(mode=Step.Mode.COMMENT)
    steps: dict[object, list[Step]] = {}
    for step in opened.order_by("position", "pk"):
        steps.setdefault(step.draft_id, []).append(step)
    seats = seats_at({step.place for held in steps.values() for step in held}, at=at)
    for draft in risky:
        held = steps.get(draft.pk, [])
        draft.risk_told_at = at
        levels = [step.name for step in held]
        target = announce.iso(plans.target_of(draft))
        entries.append(Entry(draft, "at_risk", None, {"levels": levels, "target": target}))
        people = {seat.user_id for step in held for seat in seats[step.place]}
        envelopes += announce.at_risk(draft, held, people)


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
    draft.next_alarm_at, draft.risk_at = None, None
    moment = announce.iso(draft.moment)
    entries.append(Entry(draft, "expired", None, {"moment": moment, "level": level, **_of_line(draft, level)}))
    if draft.kind == Kind.LINE and not level:
        envelopes += announce_lines.ended(draft)
        return
    envelopes += announce.to_author(draft, "expired", moment=moment, level=level)


def _of_line(draft: Draft, level: str) -> dict[str, bool]:
    """Return what the record says beside that where a line in use has come to its end."""
    return {"is_line": True} if draft.kind == Kind.LINE and not level else {}


def _close_steps(drafts: list[Draft], entries: list[Entry], *, at: datetime) -> dict[object, list[Step]]:
    """Close the undecided steps of drafts whose moment has passed, late ones flagged; return them by draft."""
    if not drafts:
        return {}
    by_id = {draft.pk: draft for draft in drafts}
    unseen: list[Delay] = []
    undecided = Step.objects.filter(draft__in=drafts, status__in=(Step.Status.OPEN, Step.Status.WAITING))
    steps = list(undecided.select_related("office").order_by("position", "pk"))
    found: dict[object, list[Step]] = {}
    for step in steps:
        found.setdefault(step.draft_id, []).append(step)
        if flagged := late.flag_unseen(step, by_id[step.draft_id], at=at):
            unseen.append(flagged[0])
            entries.append(flagged[1])
        step.status, step.closed_at, step.next_alarm_at = Step.Status.CLOSED, at, None
    Step.objects.bulk_update(steps, STEP_FIELDS)
    Delay.objects.bulk_create(unseen)
    late.resolve([step.pk for step in steps], at=at)
    return found
