"""A review opens, with its clock: on the hours that its limit runs on, of the office that reviews or on the wall."""

from dataclasses import replace
from datetime import datetime

from approvals import calendars
from approvals.models import Review
from approvals.rules.deadlines import Clock, next_alarm_at

# What opening a review, or a clock of it, writes.
CLOCK_FIELDS = (
    "status",
    "opened_at",
    "due_at",
    "overdue_at",
    "escalated_at",
    "next_alarm_at",
    "places_fired",
    "exposure",
)


def begin(review: Review, *, at: datetime) -> None:
    """Let the review await its people from this instant on."""
    review.status, review.opened_at = Review.Status.OPEN, at
    wind(review)


def wind(review: Review) -> None:
    """Set when a review that has opened is due, and when its clock fires next, as its hours now are."""
    review.due_at = due_as_it_is(review)
    review.next_alarm_at = next_alarm_at(clock_of(review), fired=review.places_fired)


def due_as_it_is(review: Review) -> datetime:
    """Return when a review that has opened is due as its hours now are, whatever was written down."""
    return replace(clock_of(review), told=None).due_at


def clock_of(review: Review) -> Clock:
    """Return the clock of a review that has opened, read with its office; the deadline that was told counts."""
    return review.clock(calendars.hours_for(review))
