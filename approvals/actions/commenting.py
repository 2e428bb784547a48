"""Comment on a draft; a comment from an office that was asked for one is its answer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.authority import seats_of
from accounts.models import User
from approvals import access, announce, checks, facts
from approvals.actions.flight import Flight
from approvals.actions.locking import lock_draft
from approvals.lifecycle import State
from approvals.models import Comment, Draft, Step
from approvals.refusals import Refused
from approvals.rules.content import clean_text


@transaction.atomic
def comment(*, draft_id: UUID, by: User, text: str, at: datetime) -> Comment:
    """Put a comment on the draft's record, by whoever may see it now, and tell its author and those who took part.

    Where an open step asks this person's office for a comment, this is the answer, unless the person wrote the draft.
    """
    draft = lock_draft(draft_id)
    if not access.visible(by, at=at).filter(pk=draft_id).exists():
        raise Refused("not_found")
    text = checks.storable(text, field="text")
    if not text.strip():
        raise Refused("comment_empty", field="text")
    said = Comment.objects.create(draft=draft, revision=draft.current, by=by, text=clean_text(text), at=at)
    flight = Flight(draft, _asked(draft, by, at=at), [], at)
    flight.note("commented", by=by.pk, comment=said.pk)
    for step in flight.steps:
        flight.close(step, Step.Status.ANSWERED)
        flight.note("concurrence_answered", by=by.pk, step=step.pk, level=step.name, comment=said.pk)
    took_part = {draft.author_id, *draft.comments.values_list("by", flat=True)}
    took_part |= set(draft.decisions.values_list("by", flat=True))
    took_part |= {step.asked_by_id for step in flight.steps if step.asked_by_id is not None}
    flight.envelopes += announce.to_people(draft, "commented", took_part, by=by)
    flight.land()
    return said


def _asked(draft: Draft, by: User, *, at: datetime) -> list[Step]:
    """Return the open steps that ask this person for a comment. No query when the draft is not in review."""
    if draft.state != State.IN_REVIEW:
        return []
    asked = list(Step.objects.filter(route=draft.route_id, mode=Step.Mode.COMMENT, status=Step.Status.OPEN))
    if not asked or by.pk in facts.writers_and_barred(draft, at=at)[1]:
        return []
    places = {seat.place for seat in seats_of(by.pk, at=at)}
    return [step for step in asked if step.place in places]
