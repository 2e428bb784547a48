"""Delays: those one may see, why they came about, and for the policy team how often."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Office, Role
from approvals import access, queries
from approvals.actions.explain_delay import explain_delay
from approvals.api.fields import Instant
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import describes
from approvals.api.serializers.base import Taken, page_of
from approvals.api.serializers.delays import CountedSerializer, DelaySerializer, ExplanationSerializer
from approvals.api.views.base import Door, ListingSerializer
from approvals.delays import KEYS, UNEXPLAINED, Narrowing, counted
from approvals.explaining import explainable
from approvals.models import Delay, DelayReason
from approvals.refusals import Refused

TAG = "Delays"
BECAUSE = [*DelayReason.choices, (UNEXPLAINED, "No reason given")]


class PeriodSerializer(Taken):
    """Due when."""

    since = Instant(required=False, help_text="Due at this instant or later.")
    until = Instant(required=False, help_text="Due before this instant.")


class DelayFilterSerializer(ListingSerializer, PeriodSerializer):
    """Which delays."""

    open = serializers.BooleanField(required=False, help_text="Only those still undecided, or only those decided.")
    office = serializers.CharField(required=False, max_length=20, help_text="The code of the office that was asked.")
    reason = serializers.ChoiceField(BECAUSE, required=False, help_text="`none`: nobody has said why.")


class CountFilterSerializer(PeriodSerializer):
    """What to count, and by what."""

    by = serializers.ChoiceField([(key, key) for key in KEYS], required=False, help_text="`both` unless said.")


class DelaysView(Door):
    """The delays one may see."""

    @describes(
        "list_delays",
        "Flagged delays, open and past, the latest deadline first",
        gives=page_of(DelaySerializer),
        parameters=[DelayFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the delays."""
        asked = self.asked(DelayFilterSerializer)
        found = _narrowing(asked)(queries.delays(self.user, at=self.at))
        if "open" in asked:
            found = found.filter(resolved_at__isnull=asked["open"])
        order = Order("delays", ("-due_at", "-pk"))
        page = order.page(found, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(DelaySerializer, page, explainable=explainable(page.rows, self.user, at=self.at))


class DelayReasonView(Door):
    """The reason of one delay."""

    @describes(
        "explain_delay",
        "Say why a level is late, or was; what was said before is corrected, and stays on the draft's record",
        takes=ExplanationSerializer,
        gives=DelaySerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, delay_id: int) -> Response:
        """Give the reason."""
        given = self.sent(ExplanationSerializer)
        found = Delay.objects.filter(pk=delay_id).first()
        if found is None:
            raise Refused("not_found")
        access.find(self.user, found.draft_id, at=self.at, door=f"{request.method} {request.path}")
        delay = explain_delay(delay_id=delay_id, by=self.user, at=self.at, **given)
        return self.give(DelaySerializer, delay, explainable={delay.pk})


class DelayCountsView(Door):
    """How often levels were late, and why."""

    @describes(
        "count_delays",
        "How often levels and offices were late, by reason, for policy officers",
        gives=CountedSerializer,
        parameters=[CountFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """Count the delays."""
        if not access.holds(self.user, Role.POLICY, at=self.at):
            raise Refused("not_policy_officer")
        asked = self.asked(CountFilterSerializer)
        return self.give(CountedSerializer, counted(_narrowing(asked), by=asked.get("by", "both")))


def _narrowing(asked: dict[str, Any]) -> Narrowing:
    """Return what was asked for; an office that is not there was never late."""
    office = asked.get("office")
    office_id = Office.objects.filter(code=office).values_list("pk", flat=True).first() or 0 if office else None
    return Narrowing(office_id, asked.get("reason", ""), asked.get("since"), asked.get("until"))
