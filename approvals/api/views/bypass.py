"""Bypass through the API: skipping what remains of a route, and the list of those who did."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from approvals import bypassing
from approvals.actions import bypass as acts
from approvals.actions.locking import require_policy_officer
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import ETAG, describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.bypass import BypassInputSerializer, BypassSerializer
from approvals.api.serializers.drafts import DraftSerializer
from approvals.api.views.base import Door, DraftDoor, ListingSerializer
from approvals.api.views.showing import give_draft

NEWEST = Order("bypasses", ("-at", "-pk"))


class BypassView(DraftDoor):
    """The bypass of what remains of a route."""

    @describes(
        "bypass_draft",
        "Skip every level that has not decided, for a reason; the post is reviewed afterwards",
        takes=BypassInputSerializer,
        gives=DraftSerializer,
        parameters=[ETAG],
        problems=[428],
        tag="Verbs",
    )
    @once
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Bypass the route of the revision that was read."""
        given = self.sent(BypassInputSerializer)
        draft = acts.bypass(
            draft_id=self.draft.pk, reason=given["reason"], revision=given.get("revision"), by=self.user, at=self.at
        )
        return give_draft(self, draft)


class BypassesView(Door):
    """The bypasses."""

    @describes(
        "list_bypasses",
        "Bypasses, the newest first, for policy officers",
        gives=page_of(BypassSerializer),
        parameters=[ListingSerializer],
        tag="Record",
    )
    def get(self, request: Request) -> Response:
        """List the bypasses."""
        require_policy_officer(self.user, at=self.at)
        asked = self.asked()
        page = NEWEST.page(bypassing.bypasses(), cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(BypassSerializer, page, levels=bypassing.levels_of(page.rows))
