"""What goes out without prior approval owes a review: on record from the clearance on, open from the publication on."""

from collections.abc import Mapping
from datetime import datetime

from accounts.authority import Seat, holders_of, seats_at
from accounts.models import Role, User
from approvals import announce, announce_reviews, facts, reviewers, reviewing
from approvals.actions.flight import Flight
from approvals.actions.review_clocks import begin
from approvals.models import RECORDED_WITHIN, AuthorizationVersion, Draft, Review, Route
from approvals.refusals import Refused
from channels.models import Channel


def owe(
    draft: Draft, route: Route, *, origin: Review.Origin, by: User, seat: Seat | None,
    known: Mapping[str, frozenset[str]], at: datetime, version: AuthorizationVersion | None = None,
) -> Review:  # fmt: skip
    """Put on record that what is cleared now owes a review; refuse where nobody is named, or left, to review it.

    Never by whoever lets it out, its author, another writer of it, or a deputy of one of these. The draft is locked.
    """
    asked = reviewing.reviewers_for(draft.office, known)
    if asked is None:
        raise Refused("no_review_rule")
    published_by = {by.pk, *([seat.acting_for] if seat is not None and seat.acting_for is not None else [])}
    barred = facts.barred_from(facts.writers_of(draft) | published_by, at=at)
    if not {seat.user_id for seat in seats_at({asked.place}, at=at)[asked.place]} - barred:
        raise Refused("no_reviewer")
    limit = version.review_limit if version is not None else asked.limit
    runs_on = version.review_runs_on if version is not None else asked.runs_on
    office, role = asked.place
    escalate_office, escalate_role = asked.escalate_to or (None, "")
    return Review.objects.create(
        draft=draft, route=route, revision=draft.current, origin=origin, authorization_version=version, publisher=by,
        posting_id=seat.posting_id if seat else None, acting_for_id=seat.acting_for if seat else None,
        office_id=office, role=role, limit=limit, runs_on=runs_on, remind_before=asked.remind_before(limit),
        escalate_after=asked.escalate_after, escalate_office_id=escalate_office, escalate_role=escalate_role,
        # What has a slot to come cannot be out before it.
        created_at=at, next_alarm_at=max(at, draft.publish_at or at) + RECORDED_WITHIN,
    )  # fmt: skip


def review_of(draft: Draft) -> Review | None:
    """Return the review that the draft's present clearance owes, locked; None where it owes none. One query."""
    owed = Review.objects.select_for_update(of=("self",)).filter(route=draft.route_id)
    return owed.select_related("office", "publisher", "authorization_version__authorization").first()


def published(review: Review, flight: Flight, *, published_at: datetime) -> None:
    """Count whom a post reaches that is out on one more channel; the first one opens the review that is owed."""
    review.draft = flight.draft
    # One that opened because nothing was recorded has counted every channel already.
    review.exposure = max(review.exposure, _followers(flight.draft))
    if review.status == Review.Status.OWED:
        open_review(review, flight, since=published_at)
    review.save()


def open_review(review: Review, flight: Flight, *, since: datetime) -> None:
    """Let a review begin that was owed: its clock starts, and those who are asked hear of it. The caller saves it."""
    begin(review, at=since)
    flight.note("review_opened", review=review.pk, due_at=announce.iso(review.due_at))
    able = reviewers.circle([review], at=flight.at).able[review.pk]
    flight.envelopes += announce_reviews.awaits(review, able)
    if not able:
        flight.note("review_unstaffed", review=review.pk)
        officers = {seat.user_id for seat in holders_of(Role.POLICY, at=flight.at)}
        flight.envelopes += announce_reviews.unstaffed(review, officers)


def require_not_reviewed_against(review: Review | None, when: datetime) -> None:
    """Refuse to let out, after a review found that it must not stand, more of a post; what was out before is recorded.

    `when` is when it went out.
    """
    if review is None or review.outcome not in (Review.Outcome.CORRECT, Review.Outcome.RETRACT):
        return
    if review.decided_at is not None and when >= review.decided_at:
        raise Refused("reviewed_against")


def _followers(draft: Draft) -> int:
    """Return how many followers the channels have that the draft is out on. One query."""
    out = Channel.objects.filter(publications__draft=draft).distinct()
    return sum(dict(out.values_list("pk", "followers")).values())


def void(draft: Draft, *, at: datetime) -> None:
    """Close the review of a post that never went out, as its author says on the record. One query, two where there is.

    One that has opened already stays open: whoever reviews looks whether the post is out after all.
    """
    owed = Review.objects.filter(route=draft.route_id, status=Review.Status.OWED)
    owed.update(status=Review.Status.VOID, closed_at=at, next_alarm_at=None)
