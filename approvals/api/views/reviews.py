"""Reviews of posts that are out: what awaits mine, what was found, and that a post was taken down."""

from datetime import datetime

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals import access, review_queue
from approvals.actions import review as acts
from approvals.actions import takedown as taking_down
from approvals.api.fields import Choice
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Cursor, Order, Page, page
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.reviews import (
    NewOutcomeSerializer,
    ReviewBriefSerializer,
    ReviewSerializer,
    TakedownSerializer,
)
from approvals.api.views.base import Door, ListingSerializer
from approvals.models import Review
from approvals.refusals import Refused
from approvals.review_queue import After

TAG = "Reviews"
AWAITING, DONE, TAKEDOWN = "awaiting", "done", "takedown"
LATEST = Order("reviews", ("-decided_at", "-pk"))


class ReviewFilterSerializer(ListingSerializer):
    """Which reviews."""

    status = serializers.ChoiceField(
        [(name, name) for name in (AWAITING, DONE, TAKEDOWN)], required=False,
        help_text="`awaiting` mine (unless said), the most exposed first; `done`, and `takedown` that is asked for and "
        "not done, the latest outcome first.",
    )  # fmt: skip
    outcome = Choice(Review.Outcome.choices, required=False, help_text="Only with `done`.")


class ReviewDoor(Door):
    """One address of one review, for those who may see its draft."""

    def found(self, request: Request, review_id: int) -> Review:
        """Return the review, or refuse with 404 and put the attempt on record."""
        review = review_queue.shown(Review.objects.filter(pk=review_id)).first()
        if review is None:
            raise Refused("not_found")
        access.find(self.user, review.draft_id, at=self.at, door=f"{request.method} {request.path}")
        return review

    def give_review(self, request: Request, review_id: int) -> Response:
        """Answer with the review as it is now."""
        review = self.found(request, review_id)
        verbs = review_queue.standing(review, self.user, at=self.at).verbs
        return self.give(ReviewSerializer, review, verbs=verbs)


class ReviewsView(Door):
    """The reviews that concern the person who asks."""

    @describes(
        "list_reviews",
        "What awaits my review, the most exposed first; or what was found, or is to be taken down",
        gives=page_of(ReviewBriefSerializer),
        parameters=[ReviewFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the reviews."""
        asked = self.asked(ReviewFilterSerializer)
        status, cursor = asked.get("status", AWAITING), asked.get("cursor", "")
        if "outcome" in asked and status != DONE:
            raise Refused("invalid", field="outcome")
        limit = asked.get("limit", PAGE)
        if status == AWAITING:
            return self.give_page(ReviewBriefSerializer, self._awaiting(cursor, limit))
        done = review_queue.reviewed(self.user, at=self.at, outcome=asked.get("outcome", ""))
        rows = done if status == DONE else review_queue.takedowns(self.user, at=self.at)
        return self.give_page(ReviewBriefSerializer, LATEST.page(rows, cursor=cursor, limit=limit))

    def _awaiting(self, cursor: str, limit: int) -> Page[Review]:
        kinds = (int, datetime.fromisoformat, int)
        place = Cursor.read(cursor, name="reviews_awaiting", kinds=kinds) if cursor else None
        return page(
            self._fetch, name="reviews_awaiting", place=review_queue.place_of, cursor=place, limit=limit
        )  # fmt: skip

    def _fetch(self, cursor: Cursor | None, count: int) -> list[Review]:
        place = After(*cursor.values) if cursor else None
        if cursor and cursor.backwards:
            return review_queue.awaiting(self.user, at=self.at, limit=count, before=place)
        return review_queue.awaiting(self.user, at=self.at, limit=count, after=place)


class ReviewView(ReviewDoor):
    """One review."""

    @describes("read_review", "One review, and what I may do with it", gives=ReviewSerializer, tag=TAG)
    def get(self, request: Request, review_id: int) -> Response:
        """Read one review."""
        return self.give_review(request, review_id)


class ReviewOutcomeView(ReviewDoor):
    """The outcome of a review."""

    @describes(
        "record_review_outcome",
        "Record what a review found, once: `correct` opens a draft, `retract` asks for the takedown",
        takes=NewOutcomeSerializer,
        gives=ReviewSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, review_id: int) -> Response:
        """Record the outcome."""
        self.found(request, review_id)
        given = self.sent(NewOutcomeSerializer)
        acts.outcome(review_id=review_id, by=self.user, at=self.at, **given)
        return self.give_review(request, review_id)


class TakedownView(ReviewDoor):
    """The takedown that a review asked for."""

    @describes(
        "record_takedown",
        "Record where and when a post was taken down that its review found must not stay",
        takes=TakedownSerializer,
        gives=ReviewSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, review_id: int) -> Response:
        """Record the takedown."""
        self.found(request, review_id)
        given = self.sent(TakedownSerializer)
        taking_down.record_takedown(review_id=review_id, by=self.user, at=self.at, **given)
        return self.give_review(request, review_id)
