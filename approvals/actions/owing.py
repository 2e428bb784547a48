"""What goes out without prior approval owes a review: on record from the clearance on, open from the publication on."""

from collections.abc import Mapping
from datetime import datetime

from accounts.authority import Seat, seats_at
from accounts.models import User
from approvals import announce_reviews, calendars, facts, reviewing
from approvals.actions.flight import Flight
from approvals.models import RECORDED_WITHIN, AuthorizationVersion, Draft, Review, Route
from approvals.models.policy import RunsOn
from approvals.refusals import Refused
from approvals.rules import deadlines
from approvals.rules.working_time import WALL_CLOCK, Hours


def owe(
    draft: Draft, route: Route, *, origin: Review.Origin, by: User, seat: Seat | None,
    known: Mapping[str, frozenset[str]], at: datetime, version: AuthorizationVersion | None = None,
) -> Review:  # fmt: skip
    """Put on record that what is cleared now owes a review; refuse where nobody is named, or left, to review it.

    Never by whoever lets it out, its author, another writer of it, or a deputy of one of these. The draft is locked.
    """
    reviewers = reviewing.reviewers_for(draft.office, known)
    if reviewers is None:
        raise Refused("no_review_rule")
    barred = facts.writers_and_barred(draft, at=at)[1] | {by.pk}
    if not {seat.user_id for seat in seats_at({reviewers.place}, at=at)[reviewers.place]} - barred:
        raise Refused("no_reviewer")
    limit = version.review_limit if version is not None else reviewers.limit
    runs_on = version.review_runs_on if version is not None else reviewers.runs_on
    office, role = reviewers.place
    escalate_office, escalate_role = reviewers.escalate_to or (None, "")
    return Review.objects.create(
        draft=draft, route=route, revision=draft.current, origin=origin, authorization_version=version, publisher=by,
        posting_id=seat.posting_id if seat else None, acting_for_id=seat.acting_for if seat else None,
        office_id=office, role=role, limit=limit, runs_on=runs_on, remind_before=reviewers.remind_before(limit),
        escalate_after=reviewers.escalate_after, escalate_office_id=escalate_office, escalate_role=escalate_role,
        created_at=at, next_alarm_at=at + RECORDED_WITHIN,
    )  # fmt: skip


def review_of(draft: Draft) -> Review | None:
    """Return the review that the draft's present clearance owes, locked; None where it owes none. One query."""
    owed = Review.objects.select_for_update(of=("self",)).filter(route=draft.route_id)
    return owed.select_related("office", "authorization_version__authorization").first()


def published(review: Review, flight: Flight, *, followers: int, published_at: datetime) -> None:
    """Count that a post is out on one more channel; the first one opens the review, whose clock began with it."""
    review.exposure += followers
    if review.status == Review.Status.OWED:
        open_review(review, flight, since=published_at)
    review.save()


def open_review(review: Review, flight: Flight, *, since: datetime) -> None:
    """Let a review begin that was owed: its clock starts, and those who are asked hear of it. The caller saves it."""
    review.status, review.opened_at = Review.Status.OPEN, since
    hours = hours_for(review)
    review.due_at = review.clock(hours).due_at
    review.next_alarm_at = deadlines.next_alarm_at(review.clock(hours), fired=0)
    flight.note("review_opened", review=review.pk, due_at=announce_reviews.iso(review.due_at))
    barred = facts.writers_and_barred(flight.draft, at=flight.at)[1] | {review.publisher_id}
    people = {seat.user_id for seat in seats_at({review.place}, at=flight.at)[review.place]} - barred
    flight.envelopes += announce_reviews.awaits(review, flight.draft, people)


def hours_for(review: Review) -> Hours:
    """Return the hours that a review's limit runs on: those of the office that reviews, or the wall clock."""
    return calendars.hours_of(review.office) if review.runs_on == RunsOn.WORKING else WALL_CLOCK


def void(draft: Draft, *, at: datetime) -> None:
    """Close the review of a post that never went out, as its author says on the record. One query, two where there is.

    One that has opened already stays open: whoever reviews looks whether the post is out after all.
    """
    owed = Review.objects.filter(route=draft.route_id, status=Review.Status.OWED)
    owed.update(status=Review.Status.VOID, closed_at=at, next_alarm_at=None)
