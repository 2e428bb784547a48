"""Regimes: read by everyone, declared and ended by policy officers."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals import in_force, suspending
from approvals.actions import regimes as acts
from approvals.api.fields import Choice
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.policies import WhySerializer
from approvals.api.serializers.regimes import (
    STATES,
    NewRegimeSerializer,
    OutlookSerializer,
    RegimeSerializer,
    declaration_from,
)
from approvals.api.views.base import Door, ListingSerializer
from approvals.models import Regime
from approvals.refusals import Refused
from approvals.regime_outlook import outlook

TAG = "Holds and regimes"
NEWEST = Order("regimes", ("-starts_at", "-pk"))


class RegimeFilterSerializer(ListingSerializer):
    """Which regimes."""

    state: serializers.ChoiceField = Choice(STATES, required=False, help_text="Only those to come, in force, or over.")


class RegimesView(Door):
    """The regimes."""

    @describes(
        "list_regimes",
        "Regimes, the one that starts last first; normal is when none is in force",
        gives=page_of(RegimeSerializer),
        parameters=[RegimeFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the regimes."""
        asked = self.asked(RegimeFilterSerializer)
        not_over = in_force.not_over("ended_at", at=self.at)
        wanted = {
            "scheduled": not_over & Q(starts_at__gt=self.at),
            "in_force": not_over & Q(starts_at__lte=self.at),
            "over": ~not_over,
        }
        found = regimes().filter(wanted.get(asked.get("state", ""), Q()))
        page = NEWEST.page(found, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(RegimeSerializer, page, usable=suspending.usable(at=self.at))

    @describes(
        "declare_regime",
        "Declare a crisis or caretaker regime, from now on or from an instant to come",
        takes=NewRegimeSerializer,
        gives=RegimeSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Declare a regime."""
        asked = declaration_from(self.sent(NewRegimeSerializer))
        regime = acts.declare(asked=asked, by=self.user, at=self.at)
        response = _give(self, regime.pk, status=201)
        response["Location"] = reverse("api:regime", kwargs={"regime_id": regime.pk})
        return response


class RegimeCheckView(Door):
    """What a regime would do."""

    @describes(
        "check_regime",
        "What a regime would do to the drafts in review if it were declared now; changes nothing",
        takes=NewRegimeSerializer,
        gives=OutlookSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Say what a regime would do, or why it would be refused."""
        asked = declaration_from(self.sent(NewRegimeSerializer))
        regime, levels = acts.prepare(asked=asked, by=self.user, at=self.at)
        return self.give(OutlookSerializer, outlook(regime, levels, at=self.at))


class RegimeView(Door):
    """One regime."""

    @describes("read_regime", "One regime: to come, in force or over", gives=RegimeSerializer, tag=TAG)
    def get(self, request: Request, regime_id: int) -> Response:
        """Read one regime."""
        return _give(self, regime_id)


class EndView(Door):
    """The end of a regime."""

    @describes(
        "end_regime",
        "End a regime, or call off one that has not begun; clocks go back, delays stay flagged",
        takes=WhySerializer,
        gives=RegimeSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, regime_id: int) -> Response:
        """End a regime."""
        given = self.sent(WhySerializer)
        acts.end(regime_id=regime_id, reason=given["reason"], by=self.user, at=self.at)
        return _give(self, regime_id)


def _give(door: Door, regime_id: int, *, status: int = 200) -> Response:
    found = regimes().filter(pk=regime_id).first()
    if found is None:
        raise Refused("not_found")
    return door.give(RegimeSerializer, found, status=status, usable=suspending.usable(at=door.at))


def regimes() -> QuerySet[Regime]:
    """Return the regimes with the people and levels that they name. Two queries."""
    return Regime.objects.select_related("declared_by", "ended_by").prefetch_related("levels__office")
