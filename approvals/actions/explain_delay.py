"""Say why a level is late, or was: a coded reason that the policy team can count, and may be corrected later."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from approvals import access, audit, checks
from approvals.actions.locking import lock_draft
from approvals.audit import Entry
from approvals.checks import LONGEST_REASON
from approvals.explaining import explainable
from approvals.models import Delay, DelayReason
from approvals.refusals import Refused


@transaction.atomic
def explain_delay(*, delay_id: int, by: User, reason: str, at: datetime, note: str = "") -> Delay:
    """Keep the reason of a delay, open or past, with a note if wished; what was said before stays on the record."""
    draft_id = Delay.objects.filter(pk=delay_id).values_list("draft", flat=True).first()
    if draft_id is None or not access.visible(by, at=at).filter(pk=draft_id).exists():
        raise Refused("not_found")
    draft = lock_draft(draft_id)
    delay = Delay.objects.select_related("step__regime", "review", "office", "draft__office", "draft__author").get(
        pk=delay_id
    )
    if not explainable([delay], by, at=at):
        raise Refused("not_yours_to_explain")
    said, before = _checked(reason, note), {"reason": delay.reason, "note": delay.note}
    if said == before:
        return delay
    delay.reason, delay.note, delay.explained_by, delay.explained_at = said["reason"], said["note"], by, at
    delay.save(update_fields=["reason", "note", "explained_by", "explained_at"])
    late = {"step": delay.step_id, "level": delay.step.name} if delay.step else {"review": delay.review_id}
    data: dict[str, Any] = {"delay": delay.pk, **late, "explanation": said}
    corrected = {"earlier_explanation": before} if before["reason"] else {}
    audit.record([Entry(draft, "delay_explained", by.pk, data | corrected)], at=at)
    draft.save(update_fields=list(audit.HEAD))
    return delay


def _checked(reason: str, note: str) -> dict[str, str]:
    if reason not in DelayReason.values:
        raise Refused("delay_reason_needed", field="reason")
    note = checks.storable(note, field="note").strip()
    if reason == DelayReason.OTHER and not note:
        raise Refused("delay_note_needed", field="note")
    if len(note) > LONGEST_REASON:
        raise Refused("why_too_long", field="note", params={"limit": LONGEST_REASON})
    return {"reason": reason, "note": note}
