"""The verbs of a draft: each moves it by one action, and gives the draft as it then is."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from approvals.actions import concur, publish, submit, withdraw
from approvals.api.idempotency import once
from approvals.api.schema import ETAG, describes
from approvals.api.serializers.drafts import DraftSerializer
from approvals.api.serializers.writing import (
    AskSerializer,
    HandOverSerializer,
    SubmissionSerializer,
    TakenDownSerializer,
    VerdictSerializer,
)
from approvals.api.views.base import DraftDoor
from approvals.api.views.deciding import decide_as_sent
from approvals.api.views.showing import give_draft
from approvals.models import Step

TAG = "Verbs"


class SubmitView(DraftDoor):
    """Submission."""

    @describes(
        "submit_draft",
        "Put the draft on its route",
        takes=SubmissionSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Submit the draft."""
        given = self.sent(SubmissionSerializer)
        draft = submit.submit(
            draft_id=self.draft.pk,
            by=self.user,
            at=self.at,
            confirmed=given.get("confirm", ()),
            revision=given.get("revision"),
        )
        return give_draft(self, draft)


class DecisionsView(DraftDoor):
    """Decisions."""

    @describes(
        "decide_draft",
        "Approve, request changes or reject",
        takes=VerdictSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        problems=[428],
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Decide on the revision that was read."""
        given = self.sent(VerdictSerializer)
        draft = decide_as_sent(self.draft.pk, given, request=request, by=self.user, at=self.at)
        return give_draft(self, draft)


class ConcurrenceView(DraftDoor):
    """Asking another office."""

    @describes(
        "ask_office",
        "Ask another office to concur, or to comment, on this draft",
        takes=AskSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        problems=[428],
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask another office."""
        given = self.sent(AskSerializer)
        asked = concur.Request(given["office"], given["question"], given["reason"], given["limit"])
        call = concur.ask_to_concur if given["mode"] == Step.Mode.APPROVE else concur.ask_to_comment
        draft = call(draft_id=self.draft.pk, by=self.user, revision=given.get("revision"), request=asked, at=self.at)
        return give_draft(self, draft)


class WithdrawView(DraftDoor):
    """Withdrawal."""

    @describes(
        "withdraw_draft", "End the draft by its author's wish", gives=DraftSerializer, parameters=[ETAG], tag=TAG
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Withdraw the draft."""
        self.nothing_sent()
        return give_draft(self, withdraw.withdraw(draft_id=self.draft.pk, by=self.user, at=self.at))


class ReopenView(DraftDoor):
    """Taking up again."""

    @describes("reopen_draft", "Take an ended draft up again", gives=DraftSerializer, parameters=[ETAG], tag=TAG)
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Reopen the draft."""
        self.nothing_sent()
        return give_draft(self, withdraw.reopen(draft_id=self.draft.pk, by=self.user, at=self.at))


class PublishView(DraftDoor):
    """Publication by hand-over."""

    @describes(
        "publish_draft",
        "Record where a post was published by hand",
        takes=HandOverSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Record a publication."""
        given = self.sent(HandOverSerializer)
        draft = publish.publish(
            draft_id=self.draft.pk, channel_id=given.pop("channel"), by=self.user, at=self.at, **given
        )
        return give_draft(self, draft)


class RetractView(DraftDoor):
    """Retraction."""

    @describes(
        "retract_draft",
        "Record that the published posts were taken down",
        takes=TakenDownSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Record a retraction."""
        draft = publish.retract(draft_id=self.draft.pk, by=self.user, at=self.at, **self.sent(TakenDownSerializer))
        return give_draft(self, draft)
