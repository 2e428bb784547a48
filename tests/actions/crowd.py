"""Many drafts at once, copied from one: what counts is how many there are, not how they came to be."""

import uuid

from accounts.models import Role
from approvals.models import Draft, Step, StepEscalation
from tests.people import HOUR, NOW, fresh


def late(ministry, count, *, at=NOW):
    """Add so many drafts that await the head of mission since `at`, each to escalate an hour after its deadline."""
    first = fresh(ministry.submitted(at=at))
    alike = columns(first, "id", "reference", "event_count", "event_head")
    drafts = Draft.objects.bulk_create(
        Draft(**alike, id=uuid.uuid4(), reference=f"{first.reference}-{number}") for number in range(1, count)
    )
    open_step = Step.objects.get(draft=first, status="open")
    alike = columns(open_step, "id", "draft_id")
    steps = Step.objects.bulk_create(Step(**alike, draft=draft) for draft in drafts)
    StepEscalation.objects.bulk_create(
        StepEscalation(step=step, rung=1, after=HOUR, office=ministry.comms, role=Role.APPROVER)
        for step in [open_step, *steps]
    )


def columns(row, *but):
    names = {field.attname for field in row._meta.concrete_fields} - set(but)
    return {name: getattr(row, name) for name in names}
