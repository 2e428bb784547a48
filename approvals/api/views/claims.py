"""Who has a step now, to whom it is handed, and nudges: courtesies that take nobody's right to decide away."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from approvals.actions import claims, nudge
from approvals.api.idempotency import once
from approvals.api.schema import ETAG, describes
from approvals.api.serializers.drafts import DraftSerializer
from approvals.api.serializers.people_away import ReassignSerializer, UntilSerializer
from approvals.api.views.base import DraftDoor
from approvals.api.views.showing import give_draft

TAG = "Verbs"


class ClaimView(DraftDoor):
    """A claim."""

    @describes(
        "claim_draft",
        "Say that I have this until an instant; others may decide all the same",
        takes=UntilSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Claim the step that awaits this person."""
        given = self.sent(UntilSerializer)
        return give_draft(self, claims.claim(draft_id=self.draft.pk, by=self.user, at=self.at, **given))


class ReleaseView(DraftDoor):
    """The end of a claim."""

    @describes("release_draft", "Let go of what I claimed", gives=DraftSerializer, parameters=[ETAG], tag=TAG)
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Release a claim."""
        self.nothing_sent()
        return give_draft(self, claims.release(draft_id=self.draft.pk, by=self.user, at=self.at))


class ReassignView(DraftDoor):
    """Handing a step to a colleague."""

    @describes(
        "reassign_draft",
        "Hand the step to a colleague who can decide it too",
        takes=ReassignSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Hand the step over."""
        given = self.sent(ReassignSerializer)
        draft = claims.reassign(
            draft_id=self.draft.pk, to_id=given["to"], until=given.get("until"), by=self.user, at=self.at
        )
        return give_draft(self, draft)


class NudgeView(DraftDoor):
    """A nudge."""

    @describes(
        "nudge_draft",
        "Ask those who are asked once more; once an hour at most",
        gives=DraftSerializer,
        parameters=[ETAG],
        tag=TAG,
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Nudge those who are asked."""
        self.nothing_sent()
        return give_draft(self, nudge.nudge(draft_id=self.draft.pk, by=self.user, at=self.at))
