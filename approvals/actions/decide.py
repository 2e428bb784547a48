"""Decide on a draft: approve, request changes, reject."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.authority import Seat, seats_of
from accounts.models import User
from approvals import announce, checks, facts
from approvals.actions.flight import Flight
from approvals.actions.locking import lock_draft, require_state
from approvals.models import Decision, Draft, Reason, Step
from approvals.refusals import Refused
from approvals.rules import authority
from approvals.rules.content import clean_text
from approvals.rules.verdict import Verdict


@transaction.atomic
def approve(
    *,
    draft_id: UUID,
    by: User,
    revision: str | None,
    at: datetime,
    comment: str = "",
    signed_in_at: datetime | None = None,
) -> Draft:
    """Approve the revision this person read; the last approval that is needed clears the draft.

    `signed_in_at` is when the person last gave a password, None where nobody knows: a level can ask for a fresh one.
    """
    flight, step, seat = _deciding(draft_id, by=by, revision=revision, verb="clear", at=at, signed_in_at=signed_in_at)
    flight.decide(
        step,
        seat=seat,
        verdict=Decision.Verdict.APPROVE,
        comment=checks.storable(comment, field="comment"),
    )
    if flight.is_passed(step):
        flight.pass_step(step)
        flight.advance()
    flight.land()
    return flight.draft


@transaction.atomic
def request_changes(
    *,
    draft_id: UUID,
    by: User,
    revision: str | None,
    at: datetime,
    comment: str,
    proposal: str = "",
    signed_in_at: datetime | None = None,
) -> Draft:
    """Hand the draft back with a comment, and if wished with a wording this person would approve as it stands."""
    flight, step, seat = _deciding(
        draft_id, by=by, revision=revision, verb="request_changes", at=at, signed_in_at=signed_in_at
    )
    if not comment.strip():
        raise Refused("comment_needed", field="comment")
    draft = flight.draft
    wording, wording_hash = _proposal(draft, proposal, at=at)
    flight.decide(
        step,
        seat=seat,
        verdict=Decision.Verdict.REQUEST_CHANGES,
        comment=checks.storable(comment, field="comment"),
        proposal=wording,
        proposal_hash=wording_hash,
    )
    draft.request_changes(at=at)
    flight.close(step, Step.Status.RETURNED)
    flight.close_all(flight.steps)
    flight.envelopes += announce.to_author(draft, "changes_requested", by=by, level=step.name)
    flight.land()
    return draft


@transaction.atomic
def reject(
    *,
    draft_id: UUID,
    by: User,
    revision: str | None,
    at: datetime,
    reason: str,
    comment: str = "",
    signed_in_at: datetime | None = None,
) -> Draft:
    """End the draft with a coded reason, where the level may."""
    flight, step, seat = _deciding(draft_id, by=by, revision=revision, verb="reject", at=at, signed_in_at=signed_in_at)
    if not step.may_reject:
        raise Refused("may_not_reject", params={"level": step.name})
    if reason not in Reason.values:
        raise Refused("reason_needed", field="reason")
    draft = flight.draft
    comment = checks.storable(comment, field="comment")
    flight.decide(step, seat=seat, verdict=Decision.Verdict.REJECT, comment=comment, reason=reason)
    draft.reject(at=at)
    flight.close(step, Step.Status.REJECTED)
    flight.close_all(flight.steps)
    flight.envelopes += announce.to_author(draft, "rejected", by=by, level=step.name, reason=reason)
    flight.land()
    return draft


def _deciding(
    draft_id: UUID, *, by: User, revision: str | None, verb: str, at: datetime, signed_in_at: datetime | None
) -> tuple[Flight, Step, Seat]:
    """Find the step this person may decide now, with a sign-in as fresh as the level asks for, or refuse."""
    flight, step, seat = open_for(draft_id, by=by, revision=revision, verb=verb, at=at)
    if step.fresh_sign_in and not authority.is_fresh(signed_in_at, at=at):
        raise Refused("fresh_sign_in_needed", params={"level": step.name})
    return flight, step, seat


def open_for(draft_id: UUID, *, by: User, revision: str | None, verb: str, at: datetime) -> tuple[Flight, Step, Seat]:
    """Lock the draft and find the step this person may decide now, or refuse with the reason."""
    draft = lock_draft(draft_id)
    require_state(draft, verb)
    flight = Flight.of(draft, at=at)
    step, seat = choose(flight, by)
    require_current(draft, revision)
    return flight, step, seat


def choose(flight: Flight, by: User) -> tuple[Step, Seat]:
    """Return the open step that this person may decide now, and the seat from which, or refuse with the reason."""
    seats = seats_of(by.pk, at=flight.at)
    choice = authority.choose_step(
        open_steps=[facts.step_facts(step, flight.draft) for step in flight.open_steps],
        seats=facts.seat_facts(seats),
        writers=flight.writers,
        counted=flight.counted(),
    )
    if isinstance(choice, Verdict):
        raise Refused(_sharpen(choice.code, flight, seats))
    step = next(step for step in flight.open_steps if step.pk == choice.step.id)
    return step, next(seat for seat in seats if seat.posting_id == choice.seat.posting_id)


def _sharpen(code: str, flight: Flight, seats: list[Seat]) -> str:
    """Say "decided meanwhile" to whoever was asked and came second, instead of "not asked"."""
    places = {seat.place for seat in seats}
    decided = any(step.status == Step.Status.PASSED and step.place in places for step in flight.steps)
    return "step_closed" if code == "not_asked" and decided else code


def require_current(draft: Draft, revision: str | None) -> None:
    """Refuse what does not name the revision that its maker saw, or names another than the current one."""
    if revision is None:
        raise Refused("revision_required", field="revision")
    if not revision:
        raise Refused("revision_empty", field="revision")
    current = draft.current
    if revision != current.hash:
        raise Refused("stale_revision", field="revision", params={"current": current.number})


def _proposal(draft: Draft, proposal: str, *, at: datetime) -> tuple[str, str]:
    """Return the proposed wording and the hash the draft would have with it; two empty strings for none."""
    wording = clean_text(checks.storable(proposal, field="proposal"))
    if not wording.strip():
        return "", ""
    content = replace(draft.current.body, text=wording)
    problems = checks.blocking(content, list(draft.channels.all()), at=at)
    if problems:
        raise Refused(
            "proposal_refused",
            errors={"proposal": [sentence for _code, sentence in problems]},
        )
    if content.digest() == draft.current.hash:
        # A text that no channel takes: accepting it "unaltered" would approve what this person asked to change.
        raise Refused("proposal_changes_nothing", field="proposal")
    return wording, content.digest()
