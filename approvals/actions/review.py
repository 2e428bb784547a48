"""What a review finds of a post that is out: it stands, it is to be corrected, or to be taken down."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.authority import Seat, seats_at, seats_of
from accounts.models import Role, User
from approvals import access, announce, announce_reviews, audit, checks, reviewers
from approvals.actions import corrections, late
from approvals.actions.locking import lock_draft, require_same_hash
from approvals.actions.trust import weigh_soon
from approvals.audit import Entry
from approvals.lifecycle import State
from approvals.models import Review
from approvals.models.review import TAKEN_DOWN_WITHIN
from approvals.refusals import Refused
from notifications.outbox import Envelope

Outcome, Status = Review.Outcome, Review.Status
LONGEST_NOTE = 5000
OUTCOME_FIELDS = (
    "status", "outcome", "reason", "note", "decided_by", "decided_posting", "decided_for", "decided_at", "closed_at",
    "overdue_at", "next_alarm_at", "correction", "taken_down_at", "taken_down_where", "taken_down_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reviewer found, checked: the outcome, and for an adverse one its coded reason and the note."""

    outcome: str
    reason: str
    note: str

    @classmethod
    def of(cls, outcome: str, reason: str, note: str) -> "Finding":
        """Return what was found, or refuse what is no finding."""
        if outcome not in Outcome.values:
            raise Refused("outcome_needed", field="outcome")
        note = checks.storable(note, field="note").strip()
        if len(note) > LONGEST_NOTE:
            raise Refused("review_note_too_long", field="note", params={"limit": LONGEST_NOTE})
        if outcome == Outcome.STANDS:
            if reason:
                raise Refused("review_reason_for_stands", field="reason")
            return cls(outcome, "", note)
        if reason not in Review.Reason.values:
            raise Refused("review_reason_needed", field="reason")
        if not note:
            raise Refused("review_note_needed", field="note")
        return cls(outcome, reason, note)


@transaction.atomic
def outcome(
    *, review_id: int, outcome: str, by: User, at: datetime, reason: str = "", note: str = "",
    revision: str | None = None,
) -> Review:  # fmt: skip
    """Record what a review found, once, and let follow what follows from it.

    "Correct" opens a draft for the correction; "retract" asks for the takedown. `revision` is the hash of what the
    reviewer read, where a page showed it.
    """
    review = lock_review(review_id)
    if not access.visible(by, at=at).filter(pk=review.draft_id).exists():
        raise Refused("not_found")
    seat = _require_reviewer(review, by, at=at)
    _require_open(review)
    require_same_hash(review.revision, revision)
    found = Finding.of(outcome, reason, note)
    _close(review, found, seat, by, at=at)
    entries = [unseen[1]] if (unseen := late.flag_unseen_review(review, at=at)) else []
    if unseen:
        unseen[0].save()
    late.resolve_review(review, at=at)
    entries.append(_entry(review, seat))
    envelopes = _follow(review, at=at)
    audit.record(entries, at=at)
    review.draft.save(update_fields=list(audit.HEAD))
    review.save(update_fields=list(OUTCOME_FIELDS))
    announce.send(envelopes, at=at)
    if review.authorization_version is not None:
        weigh_soon(review.authorization_version.authorization, at)
    return review


def lock_review(review_id: int) -> Review:
    """Return the review, its draft locked before it until the transaction ends, with what is asked of both."""
    draft_id = Review.objects.filter(pk=review_id).values_list("draft", flat=True).first()
    if draft_id is None:
        raise Refused("not_found")
    draft = lock_draft(draft_id)
    named = ("office", "revision", "publisher", "decided_by", "authorization_version__authorization")
    review = Review.objects.select_for_update(of=("self",)).select_related(*named).get(pk=review_id)
    review.draft = draft
    return review


def _require_reviewer(review: Review, by: User, *, at: datetime) -> Seat:
    """Return the seat from which this person reviews it, in their own post before standing in, or refuse."""
    seats = seats_of(by.pk, at=at)
    seat = next((seat for seat in seats if seat.place == review.place), None)
    if seat is None:
        params = {"role": Role(review.role).label, "office": review.office.name}
        raise Refused("not_reviewer", params=params)
    if not reviewers.may_review(review, by, seats):
        raise Refused("own_publication")
    return seat


def _require_open(review: Review) -> None:
    if review.status == Status.DONE:
        raise Refused("review_done", params={"by": review.decided_by.name if review.decided_by else ""})
    if review.status == Status.VOID:
        raise Refused("review_void")
    if review.status == Status.OWED:
        raise Refused("review_not_open")


def _close(review: Review, found: Finding, seat: Seat, by: User, *, at: datetime) -> None:
    review.status, review.closed_at, review.next_alarm_at = Status.DONE, at, None
    review.outcome, review.reason, review.note = found.outcome, found.reason, found.note
    review.decided_by, review.decided_at = by, at
    review.decided_posting_id, review.decided_for_id = seat.posting_id, seat.acting_for


def _entry(review: Review, seat: Seat) -> Entry:
    data = {"review": review.pk, "revision": review.revision.hash}
    if review.reason:
        data["reason"] = review.reason
    if seat.acting_for is not None:
        data["acting_for"] = seat.acting_for
    return Entry(review.draft, f"reviewed_{review.outcome}", review.decided_by_id, data)


def _follow(review: Review, *, at: datetime) -> list[Envelope]:
    """Do what follows from the outcome; return whom to tell of it."""
    people = {review.publisher_id, review.draft.author_id}
    if review.outcome == Outcome.STANDS:
        return announce_reviews.stands(review, people)
    if review.outcome == Outcome.CORRECT:
        review.correction = corrections.open_correction(review, at=at)
        return announce_reviews.to_correct(review, review.correction, people)
    place = (review.draft.office_id, Role.HEAD.value)
    people |= {seat.user_id for seat in seats_at({place}, at=at)[place]}
    if review.draft.state == State.RETRACTED:
        _take_over_takedown(review)
    else:
        review.next_alarm_at = at + TAKEN_DOWN_WITHIN
    return announce_reviews.to_retract(review, people)


def _take_over_takedown(review: Review) -> None:
    """Take it from the record that the post is down already: its head of mission was quicker."""
    event = review.draft.events.filter(kind="retracted").order_by("-sequence").first()
    if event is not None:
        review.taken_down_at = datetime.fromisoformat(event.data["taken_down_at"])
        review.taken_down_where, review.taken_down_by_id = event.data["where"], event.by_id
