"""What the clock does when a reply should have answered: it tells whom it concerns, once. Nothing expires by it."""

from collections.abc import Sequence
from datetime import datetime

from accounts.authority import seats_at
from approvals import announce, announce_talk, answer_times
from approvals.audit import Entry
from approvals.models import Draft, Step
from notifications.outbox import Envelope


def tell_answers_due(
    drafts: Sequence[Draft], entries: list[Entry], envelopes: list[Envelope], *, at: datetime
) -> None:  # fmt: skip
    """Tell, once, that conversations wait for these drafts. Two queries, none where none is due."""
    due = [draft for draft in drafts if (by := answer_times.alarm_of(draft)) is not None and by <= at]
    if not due:
        return
    steps: dict[object, list[Step]] = {}
    opened = Step.objects.filter(draft__in=due, status=Step.Status.OPEN).exclude(mode=Step.Mode.COMMENT)
    for step in opened.order_by("position", "pk"):
        steps.setdefault(step.draft_id, []).append(step)
    seats = seats_at({step.place for held in steps.values() for step in held}, at=at)
    for draft in due:
        held = steps.get(draft.pk, [])
        draft.answer_told_at = at
        levels = [step.name for step in held]
        data = {"answer_by": announce.iso(draft.answer_by), "levels": levels}
        entries.append(Entry(draft, "answer_waits", None, data))
        asked = {seat.user_id for step in held for seat in seats[step.place]}
        envelopes += announce_talk.answer_waits(draft, asked, levels=", ".join(levels))
