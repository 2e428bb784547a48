"""Pre-authorizations: proposed and countersigned by policy officers, accepted by their holders, stopped by officers."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authority import seats_of
from approvals import granted
from approvals.actions import authorization_stops as stops
from approvals.actions import authorizations as acts
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import describes
from approvals.api.serializers.authorizations import (
    NewPreAuthorizationSerializer,
    NewTermsSerializer,
    PreAuthorizationBriefSerializer,
    PreAuthorizationSerializer,
    VersionClosedSerializer,
    VersionNamedSerializer,
    terms_from,
)
from approvals.api.serializers.base import page_of
from approvals.api.serializers.policies import WhySerializer
from approvals.api.views.base import Door, ListingSerializer
from approvals.granted import Paper, Reader
from approvals.models import PreAuthorization
from approvals.refusals import Refused

TAG = "Pre-authorizations"
NEWEST = Order("pre-authorizations", ("-created_at", "-pk"))


class AuthorizationFilterSerializer(ListingSerializer):
    """Which pre-authorizations."""

    over: serializers.BooleanField = serializers.BooleanField(
        required=False, help_text="Only those that are revoked or ended, or only the others."
    )


class AuthorizationDoor(Door):
    """One address of pre-authorizations, with who asks and the seats they act from."""

    reader: Reader

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find out from which seats somebody asks, and that they may see the one that the address names."""
        super().initial(request, *args, **kwargs)
        self.reader = Reader(self.user, seats_of(self.user.pk, at=self.at))
        named = kwargs.get("authorization_id")
        if named is not None and not granted.visible(self.reader).filter(pk=named).exists():
            raise Refused("not_found")

    def give_one(self, authorization_id: int, *, status: int = 200) -> Response:
        """Answer with one pre-authorization as it is now, and what whoever asks may do with it."""
        found = granted.read_along(PreAuthorization.objects.filter(pk=authorization_id)).get()
        return self.give(PreAuthorizationSerializer, Paper(found, self.at), status=status, reader=self.reader)


class AuthorizationsView(AuthorizationDoor):
    """The pre-authorizations."""

    @describes(
        "list_pre_authorizations",
        "The pre-authorizations that I may see, the newest first",
        gives=page_of(PreAuthorizationBriefSerializer),
        parameters=[AuthorizationFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List pre-authorizations."""
        asked = self.asked(AuthorizationFilterSerializer)
        found = granted.visible(self.reader)
        if "over" in asked:
            over = granted.over(found, at=self.at)
            found = over if asked["over"] else found.exclude(pk__in=over.values("pk"))
        rows = granted.read_along(found)
        page = NEWEST.page(rows, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        papers = [Paper(row, self.at) for row in page.rows]
        given = PreAuthorizationBriefSerializer(papers, many=True, context={"at": self.at})
        return Response({**page.addresses(request), "results": given.data})

    @describes(
        "propose_pre_authorization",
        "Propose a pre-authorization for a posting, as a policy officer",
        takes=NewPreAuthorizationSerializer,
        gives=PreAuthorizationSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Propose a pre-authorization."""
        given = self.sent(NewPreAuthorizationSerializer)
        made = acts.grant(posting_id=given["posting"], terms=terms_from(given), by=self.user, at=self.at)
        response = self.give_one(made.authorization_id, status=201)
        address = reverse("api:pre_authorization", kwargs={"authorization_id": made.authorization_id})
        response["Location"] = address
        return response


class AuthorizationView(AuthorizationDoor):
    """One pre-authorization."""

    @describes(
        "read_pre_authorization",
        "One pre-authorization: its versions, what kept it back, how much of it is used",
        gives=PreAuthorizationSerializer,
        tag=TAG,
    )
    def get(self, request: Request, authorization_id: int) -> Response:
        """Read one pre-authorization."""
        return self.give_one(authorization_id)


class AuthorizationVersionsView(AuthorizationDoor):
    """The versions of a pre-authorization."""

    @describes(
        "amend_pre_authorization",
        "Propose other terms, or the same for longer; those in force stay until the holder accepts these",
        takes=NewTermsSerializer,
        gives=PreAuthorizationSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request, authorization_id: int) -> Response:
        """Propose a version."""
        given = self.sent(NewTermsSerializer)
        acts.amend(authorization_id=authorization_id, terms=terms_from(given), by=self.user, at=self.at)
        return self.give_one(authorization_id, status=201)


class CountersignView(AuthorizationDoor):
    """A second policy officer's agreement."""

    @describes(
        "countersign_pre_authorization",
        "Agree to a version as a second policy officer, and offer it to the holder",
        takes=VersionNamedSerializer,
        gives=PreAuthorizationSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, authorization_id: int) -> Response:
        """Countersign a version."""
        given = self.sent(VersionNamedSerializer)
        acts.countersign(authorization_id=authorization_id, version=given["version"], by=self.user, at=self.at)
        return self.give_one(authorization_id)


class AcceptView(AuthorizationDoor):
    """The holder's acceptance."""

    @describes(
        "accept_pre_authorization",
        "Accept a version as the holder, in person: it is in force from now or its start on",
        takes=VersionNamedSerializer,
        gives=PreAuthorizationSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, authorization_id: int) -> Response:
        """Accept a version."""
        given = self.sent(VersionNamedSerializer)
        acts.accept(authorization_id=authorization_id, version=given["version"], by=self.user, at=self.at)
        return self.give_one(authorization_id)


class DeclineView(AuthorizationDoor):
    """The holder's refusal."""

    @describes(
        "decline_pre_authorization",
        "Decline a version as the holder; what is in force stays",
        takes=VersionClosedSerializer,
        gives=PreAuthorizationSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, authorization_id: int) -> Response:
        """Decline a version."""
        given = self.sent(VersionClosedSerializer)
        acts.decline(authorization_id=authorization_id, by=self.user, at=self.at, **given)
        return self.give_one(authorization_id)


class CallOffAuthorizationView(AuthorizationDoor):
    """The withdrawal of what was proposed."""

    @describes(
        "call_off_pre_authorization",
        "Take back a version that is not accepted yet, as a policy officer; what is in force stays",
        takes=VersionClosedSerializer,
        gives=PreAuthorizationSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, authorization_id: int) -> Response:
        """Call off a version."""
        given = self.sent(VersionClosedSerializer)
        acts.call_off(authorization_id=authorization_id, by=self.user, at=self.at, **given)
        return self.give_one(authorization_id)


class SuspendView(AuthorizationDoor):
    """A suspension."""

    @describes(
        "suspend_pre_authorization",
        "Let nothing go out under it from now on, until that is lifted",
        takes=WhySerializer,
        gives=PreAuthorizationSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, authorization_id: int) -> Response:
        """Suspend a pre-authorization."""
        given = self.sent(WhySerializer)
        stops.suspend(authorization_id=authorization_id, reason=given["reason"], by=self.user, at=self.at)
        return self.give_one(authorization_id)


class LiftRestrictionView(AuthorizationDoor):
    """The lifting of a suspension or a halved quota, which is the appeal as well."""

    @describes(
        "lift_restriction",
        "Lift a suspension or a halved quota, as a policy officer; outcomes that led to it count no more",
        takes=WhySerializer,
        gives=PreAuthorizationSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, authorization_id: int, restriction_id: int) -> Response:
        """Lift a restriction."""
        given = self.sent(WhySerializer)
        if not PreAuthorization.objects.filter(pk=authorization_id, restrictions=restriction_id).exists():
            raise Refused("not_found")
        stops.resume(restriction_id=restriction_id, reason=given["reason"], by=self.user, at=self.at)
        return self.give_one(authorization_id)


class RevokeView(AuthorizationDoor):
    """The revocation of a pre-authorization."""

    @describes(
        "revoke_pre_authorization",
        "End a pre-authorization for good: nothing goes out under it from now on",
        takes=WhySerializer,
        gives=PreAuthorizationSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, authorization_id: int) -> Response:
        """Revoke a pre-authorization."""
        given = self.sent(WhySerializer)
        stops.revoke(authorization_id=authorization_id, reason=given["reason"], by=self.user, at=self.at)
        return self.give_one(authorization_id)
