"""Publishing at once, by programs: the verb, and what each draft says of the fast path."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from approvals.actions import fast_track
from approvals.api.idempotency import once
from approvals.api.schema import ETAG, describes
from approvals.api.serializers.drafts import DraftSerializer
from approvals.api.serializers.writing import SubmissionSerializer
from approvals.api.views.base import DraftDoor
from approvals.api.views.showing import give_draft


class FastTrackView(DraftDoor):
    """The fast path."""

    @describes(
        "fast_track_draft",
        "Clear the draft at once under the pre-authorization I may use; it then owes a review",
        takes=SubmissionSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        tag="Verbs",
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Clear the draft under a pre-authorization."""
        given = self.sent(SubmissionSerializer)
        draft = fast_track.fast_track(
            draft_id=self.draft.pk,
            by=self.user,
            at=self.at,
            confirmed=given.get("confirm", ()),
            revision=given.get("revision"),
        )
        return give_draft(self, draft)
