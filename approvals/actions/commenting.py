"""Comment on a draft, or on a passage of it, and settle what was said; an office that was asked answers so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.authority import seats_of
from accounts.models import Role, User
from approvals import access, announce, checks, facts
from approvals.actions.flight import Flight
from approvals.actions.locking import lock_draft
from approvals.lifecycle import State
from approvals.models import Comment, Draft, Step
from approvals.refusals import Refused
from approvals.rules import passages
from approvals.rules.content import clean_text

LONGEST_QUOTE = 1000


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words that a comment is on: of the common text, or (channel) of what one channel posts in a language.

    `occurrence` says which of them, the first being 1, where they stand there several times.
    """

    quote: str
    channel_id: int | None = None
    language: str = ""
    occurrence: int | None = None


@transaction.atomic
def comment(
    *, draft_id: UUID, by: User, text: str, at: datetime, on: Quoted | None = None, answers: int | None = None
) -> Comment:
    """Put a comment on the draft's record, by whoever may see it now, and tell its author and those who took part.

    Where an open step asks this person's office for a comment, this is the answer, unless the person wrote the draft.
    """
    draft = _seen(draft_id, by, at=at)
    text = checks.storable(text, field="text")
    if not text.strip():
        raise Refused("comment_empty", field="text")
    if on is not None and answers is not None:
        raise Refused("answer_quotes", field="quote")
    more = _passage(draft, on) if on is not None else {}
    if answers is not None:
        more = {"answers": _first_of_thread(draft, answers)}
    said = Comment.objects.create(draft=draft, revision=draft.current, by=by, text=clean_text(text), at=at, **more)
    flight = Flight(draft, _asked(draft, by, at=at), [], at)
    flight.note("commented", by=by.pk, comment=said.pk, **_noted(said))
    for step in flight.steps:
        flight.close(step, Step.Status.ANSWERED)
        flight.note("concurrence_answered", by=by.pk, step=step.pk, level=step.name, comment=said.pk)
    flight.envelopes += announce.to_people(draft, "commented", _took_part(draft, flight.steps), by=by)
    flight.land()
    return said


@transaction.atomic
def settle(*, draft_id: UUID, comment_id: int, by: User, at: datetime) -> Comment:
    """Settle a comment with its answers: by whoever made it, or an author of the draft."""
    draft, said = _theirs(draft_id, comment_id, by, at=at)
    if said.settled_at is not None:
        raise Refused("comment_settled")
    said.settled_by, said.settled_at = by, at
    return _turned(draft, said, "comment_settled", by, at=at)


@transaction.atomic
def reopen(*, draft_id: UUID, comment_id: int, by: User, at: datetime) -> Comment:
    """Open a settled comment again: by whoever may settle it."""
    draft, said = _theirs(draft_id, comment_id, by, at=at)
    if said.settled_at is None:
        raise Refused("comment_open")
    said.settled_by = said.settled_at = None
    return _turned(draft, said, "comment_reopened", by, at=at)


def _seen(draft_id: UUID, by: User, *, at: datetime) -> Draft:
    """Return the draft, locked, if this person may see it."""
    draft = lock_draft(draft_id)
    if not access.visible(by, at=at).filter(pk=draft_id).exists():
        raise Refused("not_found")
    return draft


def _passage(draft: Draft, on: Quoted) -> dict[str, Any]:
    """Return what is kept of the words a comment is on, which must stand in the text that is named."""
    quote = clean_text(checks.storable(on.quote, field="quote")).strip()
    if len(quote) > LONGEST_QUOTE:
        raise Refused("passage_too_long", field="quote", params={"limit": LONGEST_QUOTE})
    body = draft.current.body
    text = passages.text_of(body, on.channel_id, on.language)
    if text is None:
        raise Refused("passage_without_text", field="channel")
    start = _chosen(passages.places(text, quote), on.occurrence)
    language = on.language if on.channel_id is not None else body.language
    kept = {"quote": quote, "channel_id": on.channel_id, "language": language}
    return {**kept, "start": start, "end": start + len(quote)}


def _chosen(found: Collection[int], occurrence: int | None) -> int:
    """Return the place that is meant of those where the words stand."""
    if not found or (occurrence is not None and not 1 <= occurrence <= len(found)):
        raise Refused("passage_not_found", field="occurrence" if found else "quote")
    if occurrence is None and len(found) > 1:
        raise Refused("passage_repeated", field="occurrence", params={"count": len(found)})
    return list(found)[(occurrence or 1) - 1]


def _first_of_thread(draft: Draft, comment_id: int) -> Comment:
    """Return the comment that a thread began with: an answer to an answer answers that one."""
    said = draft.comments.select_related("answers").filter(pk=comment_id).first()
    if said is None:
        raise Refused("unknown_comment", field="answers")
    return said.answers or said


def _noted(said: Comment) -> dict[str, Any]:
    if said.answers_id is not None:
        return {"in_answer_to": said.answers_id}
    return {"on_passage": True} if said.quote else {}


def _took_part(draft: Draft, answered: Collection[Step]) -> set[int]:
    """Return the author, whoever commented or decided, and whoever asked for this comment. Two queries."""
    took_part = {draft.author_id, *draft.comments.values_list("by", flat=True)}
    took_part |= set(draft.decisions.values_list("by", flat=True))
    return took_part | {step.asked_by_id for step in answered if step.asked_by_id is not None}


def _theirs(draft_id: UUID, comment_id: int, by: User, *, at: datetime) -> tuple[Draft, Comment]:
    """Return a draft and a comment that began a thread on it, if this person may settle that."""
    draft = _seen(draft_id, by, at=at)
    said = _first_of_thread(draft, comment_id)
    is_author = any(seat.place == (draft.office_id, Role.AUTHOR) for seat in seats_of(by.pk, at=at))
    if said.by_id != by.pk and not is_author:
        raise Refused("not_settler")
    return draft, said


def _turned(draft: Draft, said: Comment, kind: str, by: User, *, at: datetime) -> Comment:
    said.save(update_fields=["settled_by", "settled_at"])
    flight = Flight(draft, [], [], at)
    flight.note(kind, by=by.pk, comment=said.pk)
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
