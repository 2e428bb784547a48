"""The record of a draft: what happened, every revision, what each changed, and the talk about it."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from approvals import queries
from approvals.actions import commenting
from approvals.actions.commenting import Quoted
from approvals.api.idempotency import once
from approvals.api.pagination import Order
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.record import (
    CommentSerializer,
    DifferenceSerializer,
    EventSerializer,
    RevisionSerializer,
)
from approvals.api.serializers.writing import CommentInputSerializer
from approvals.api.views.base import DraftDoor, ListingSerializer
from approvals.refusals import Refused
from approvals.rules import difference

TAG = "Record"


class EventsView(DraftDoor):
    """The audit trail."""

    @describes(
        "list_events",
        "Everything that happened to the draft, in order",
        gives=page_of(EventSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """List the events."""
        return self.give_rows(EventSerializer, queries.history(self.draft), order=Order("events", ("sequence",)))


class RevisionsView(DraftDoor):
    """The revisions."""

    @describes(
        "list_revisions",
        "Every revision, the first one first",
        gives=page_of(RevisionSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """List the revisions."""
        found = self.draft.revisions.select_related("written_by", "acting_for")
        return self.give_rows(RevisionSerializer, found, order=Order("revisions", ("number",)))


class DifferenceView(DraftDoor):
    """What one revision changed."""

    @describes("read_difference", "What a revision changed, word by word", gives=DifferenceSerializer, tag=TAG)
    def get(self, request: Request, number: int, **kwargs: Any) -> Response:
        """Compare a revision with the one before it."""
        by_number = {row.number: row for row in self.draft.revisions.filter(number__in=(number - 1, number))}
        if number not in by_number:
            raise Refused("not_found")
        old, new = by_number.get(number - 1), by_number[number]
        posts = difference.between(old.body if old else None, new.body)
        return self.give(
            DifferenceSerializer, {"number": number, "against": old.number if old else None, "posts": posts}
        )


class CommentsView(DraftDoor):
    """The comments."""

    @describes(
        "list_comments",
        "The comments, in order",
        gives=page_of(CommentSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """List the comments."""
        found = self.draft.comments.select_related("by", "revision", "settled_by")
        return self.give_rows(CommentSerializer, found, order=Order("comments", ("at", "pk")))

    @describes(
        "comment_draft",
        "Put a comment on the record",
        takes=CommentInputSerializer,
        gives=CommentSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Comment on the draft."""
        sent = self.sent(CommentInputSerializer)
        quoted = Quoted(sent.get("quote", ""), sent.get("channel"), sent.get("language", ""), sent.get("occurrence"))
        said = commenting.comment(
            draft_id=self.draft.pk, by=self.user, at=self.at, text=sent["text"],
            on=quoted if sent.get("quote") else None, answers=sent.get("answers"),
        )  # fmt: skip
        return self.give(CommentSerializer, said, status=201)


class SettleView(DraftDoor):
    """The settling of a comment."""

    @describes("settle_comment", "Settle a comment, with its answers", gives=CommentSerializer, tag=TAG)
    @once
    def post(self, request: Request, comment_id: int, **kwargs: Any) -> Response:
        """Settle a comment."""
        self.nothing_sent()
        said = commenting.settle(draft_id=self.draft.pk, comment_id=comment_id, by=self.user, at=self.at)
        return self.give(CommentSerializer, said)


class ReopenCommentView(DraftDoor):
    """The reopening of a comment."""

    @describes("reopen_comment", "Open a settled comment again", gives=CommentSerializer, tag=TAG)
    @once
    def post(self, request: Request, comment_id: int, **kwargs: Any) -> Response:
        """Open a comment again."""
        self.nothing_sent()
        said = commenting.reopen(draft_id=self.draft.pk, comment_id=comment_id, by=self.user, at=self.at)
        return self.give(CommentSerializer, said)
