"""Holds: read by everyone, placed and lifted by policy officers."""

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals import in_force
from approvals.actions import holds as acts
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.holds import HoldSerializer, LiftSerializer, NewHoldSerializer
from approvals.api.views.base import Door, ListingSerializer
from approvals.models import Hold
from approvals.refusals import Refused

TAG = "Holds and regimes"
NEWEST = Order("holds", ("-placed_at", "-pk"))


class HoldFilterSerializer(ListingSerializer):
    """Which holds."""

    in_force = serializers.BooleanField(required=False, help_text="Only those in force now, or only the others.")


class HoldsView(Door):
    """The holds."""

    @describes(
        "list_holds",
        "Holds, the newest first",
        gives=page_of(HoldSerializer),
        parameters=[HoldFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the holds."""
        asked = self.asked(HoldFilterSerializer)
        found = holds()
        if "in_force" in asked:
            present = in_force.holds(at=self.at).values("pk")
            found = found.filter(pk__in=present) if asked["in_force"] else found.exclude(pk__in=present)
        page = NEWEST.page(found, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(HoldSerializer, page)

    @describes(
        "place_hold",
        "Stop publishing for a scope, from now on",
        takes=NewHoldSerializer,
        gives=HoldSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Place a hold."""
        given = self.sent(NewHoldSerializer)
        hold = acts.place(
            scope=given["scope"], scope_value=given.get("scope_value", ""),
            exempt_topics=given.get("exempt_topics", ()), reason=given["reason"], until=given.get("until"),
            by=self.user, at=self.at,
        )  # fmt: skip
        response = self.give(HoldSerializer, holds().get(pk=hold.pk), status=201)
        response["Location"] = reverse("api:hold", kwargs={"hold_id": hold.pk})
        return response


class HoldView(Door):
    """One hold."""

    @describes("read_hold", "One hold, in force or over", gives=HoldSerializer, tag=TAG)
    def get(self, request: Request, hold_id: int) -> Response:
        """Read one hold."""
        found = holds().filter(pk=hold_id).first()
        if found is None:
            raise Refused("not_found")
        return self.give(HoldSerializer, found)


class LiftView(Door):
    """The lifting of a hold."""

    @describes(
        "lift_hold",
        "Let publishing go on; authors whose drafts waited are asked again",
        takes=LiftSerializer,
        gives=HoldSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, hold_id: int) -> Response:
        """Lift a hold."""
        given = self.sent(LiftSerializer)
        acts.lift(hold_id=hold_id, reason=given["reason"], by=self.user, at=self.at)
        return self.give(HoldSerializer, holds().get(pk=hold_id))


def holds() -> QuerySet[Hold]:
    """Return the holds with the people that they name. One query."""
    return Hold.objects.select_related("placed_by", "lifted_by")
