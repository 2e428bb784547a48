"""The fast path as programs are told of it: whether a post is within a pre-authorization, and what let one out."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals.api.fields import Identifier, Instant
from approvals.api.serializers.base import Given, OfficeSerializer
from approvals.fast_path import Glance
from approvals.models import Review, Route


class UsedUpSerializer(Given):
    """How much of the quota is used, by the calendar of the posting's office."""

    today = serializers.IntegerField(source="standing.today")
    per_day = serializers.IntegerField(source="quota.per_day", help_text="As it is now: halved where it is.")
    this_week = serializers.IntegerField(source="standing.this_week", help_text="Today and the six days before.")
    per_week = serializers.IntegerField(source="quota.per_week")


class ReasonSerializer(Given):
    """One condition that is not met: the refusal's code and its sentence."""

    code = serializers.CharField()
    message = serializers.CharField(source="sentence")


class FastPathSerializer(Given):
    """Whether a post is within the pre-authorization that I may use; a forecast, for the press asks all of it again."""

    authorization = serializers.CharField(source="held.authorization.number")
    version = serializers.IntegerField(source="held.version.number")
    within = serializers.BooleanField(source="is_within")
    why = ReasonSerializer(source="reasons", many=True, help_text="Every condition that is not met.")
    used = UsedUpSerializer(source="held")


class MyAuthorizationSerializer(Given):
    """A pre-authorization that I may use, or could while nothing keeps it back."""

    id = Identifier(source="authorization.pk")
    number = serializers.CharField(source="authorization.number")
    version = serializers.IntegerField(source="version.number")
    office = OfficeSerializer(source="authorization.posting.office")
    until = Instant(source="version.until")
    suspended = serializers.CharField(source="standing.suspended", help_text="Why it is suspended; empty: it is not.")
    used = UsedUpSerializer(source="*")


class OwedReviewSerializer(Given):
    """The post-publication review that a clearance owes."""

    status = serializers.ChoiceField(Review.Status.choices)
    office = OfficeSerializer()
    due_at = Instant(allow_null=True)
    outcome = serializers.CharField(help_text="`stands`, `correct` or `retract`; empty until it is done.")


class ClearedBySerializer(Given):
    """What cleared a draft: its levels, or a pre-authorization, which is no approval by levels."""

    kind = serializers.ChoiceField(Route.Kind.choices)
    authorization = serializers.SerializerMethodField()
    version = serializers.SerializerMethodField()
    review = serializers.SerializerMethodField(help_text="The review that is owed; null where none is.")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_authorization(self, route: Route) -> str | None:
        """Return the number of the pre-authorization, where one cleared it."""
        version = route.authorization_version
        return version.authorization.number if version is not None else None

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_version(self, route: Route) -> int | None:
        """Return the number of its version."""
        return route.authorization_version.number if route.authorization_version is not None else None

    @extend_schema_field(OwedReviewSerializer(allow_null=True))
    def get_review(self, route: Route) -> Any:
        """Return the review, read along."""
        review = self.context.get("review")
        return OwedReviewSerializer(review, context=self.context).data if review is not None else None


def told(glance: Glance | None) -> Any:
    """Return what a glance says, as it is given; None for who has no pre-authorization."""
    return FastPathSerializer(glance).data if glance is not None else None
