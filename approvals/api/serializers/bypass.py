"""Bypasses: what is sent to make one, and how they are listed."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals.api.fields import Identifier, Instant, Text
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, Taken
from approvals.api.serializers.holds import LONGEST_REASON
from approvals.models import Bypass, Review


class BypassInputSerializer(Taken):
    """Why what remains of a route is skipped, on the revision that was read."""

    revision = Text(required=False, allow_blank=True, help_text="The hash of the revision that was read; else 428.")
    reason = Text(max_length=LONGEST_REASON, trim_whitespace=True, help_text="Everyone who is skipped reads it.")


class SkippedLevelSerializer(Given):
    """One level that was skipped."""

    name = serializers.CharField()
    office = OfficeSerializer()


class BypassSerializer(Given):
    """One bypass: of which draft, by whom, why, which levels it skipped, and what its review found."""

    id = Identifier(source="pk")
    draft = serializers.UUIDField(source="draft_id")
    reference = serializers.CharField(source="draft.reference")
    office = OfficeSerializer(source="draft.office")
    by = PersonSerializer()
    acting_for = PersonSerializer(allow_null=True)
    reason = serializers.CharField()
    at = Instant()
    levels = serializers.SerializerMethodField(help_text="The levels that had not decided.")
    outcome = serializers.SerializerMethodField(help_text="What the review found; null while it has found nothing.")

    @extend_schema_field(SkippedLevelSerializer(many=True))
    def get_levels(self, made: Bypass) -> Any:
        """Return what was skipped, read for the whole page at once."""
        return SkippedLevelSerializer(self.context["levels"].get(made.pk, []), many=True).data

    @extend_schema_field(serializers.ChoiceField(Review.Outcome.choices, allow_null=True))
    def get_outcome(self, made: Bypass) -> str | None:
        """Return the outcome of the review that it owes."""
        return made.route.review.outcome or None
