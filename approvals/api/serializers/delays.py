"""Delays: what was late, how late, why; and how often."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals.api.fields import Choice, Identifier, Instant, Span, Text
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, Taken
from approvals.checks import LONGEST_REASON
from approvals.delays import Counted, Row, reasons
from approvals.lateness import lateness
from approvals.models import Delay, DelayReason, RunsOn


class DelayedDraftSerializer(Given):
    """The draft that was late."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    office = OfficeSerializer()
    author = PersonSerializer()


class DelaySerializer(Given):
    """The recorded fact that a deadline passed undecided. How late an open one is was computed for this answer."""

    id = Identifier()
    draft = DelayedDraftSerializer()
    step = Identifier(source="step_id", allow_null=True, help_text="Null where a review was late.")
    review = Identifier(source="review_id", allow_null=True, help_text="Null where a level was late.")
    level = serializers.CharField(source="of.name", help_text="The level; or what a review is called.")
    office = OfficeSerializer(help_text="The office that was asked.")
    due_at = Instant()
    flagged_at = Instant()
    resolved_at = Instant(allow_null=True)
    open = serializers.SerializerMethodField()
    runs_on = serializers.ChoiceField(RunsOn.choices, source="of.runs_on", help_text="What the limit ran on.")
    late_wall = serializers.SerializerMethodField(help_text="How late on the wall clock.")
    late_working = serializers.SerializerMethodField(help_text="How late in the office's working time.")
    reason = serializers.CharField(help_text=f"Why: {', '.join(DelayReason.values)}; empty while nobody has said so.")
    note = serializers.CharField(help_text="Why, in a few words; often empty.")
    explained_by = PersonSerializer(allow_null=True)
    explained_at = Instant(allow_null=True)
    allowed = serializers.SerializerMethodField(help_text="`explain` for whoever may give the reason, or correct it.")

    @extend_schema_field(serializers.BooleanField())
    def get_open(self, delay: Delay) -> Any:
        """Say whether it is still undecided."""
        return delay.resolved_at is None

    @extend_schema_field(Span())
    def get_late_wall(self, delay: Delay) -> str:
        """Return how late it is, or was, on the wall clock."""
        return Span().to_representation(lateness(delay, at=self.context["at"]).wall)

    @extend_schema_field(Span())
    def get_late_working(self, delay: Delay) -> str:
        """Return how late it is, or was, in working time."""
        return Span().to_representation(lateness(delay, at=self.context["at"]).working)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_allowed(self, delay: Delay) -> list[str]:
        """Return what the person who asks may do with it."""
        return ["explain"] if delay.pk in self.context["explainable"] else []


class ExplanationSerializer(Taken):
    """Why a level is late, or was."""

    reason = Choice(DelayReason.choices)
    note = Text(
        required=False, allow_blank=True, max_length=LONGEST_REASON, trim_whitespace=True,
        help_text="Needed with `other`.",
    )  # fmt: skip


class ReasonCountSerializer(Given):
    """How often one reason was given; `none` counts the delays that nobody has explained."""

    reason = serializers.CharField()
    count = serializers.IntegerField()


class CountedRowSerializer(Given):
    """How often one level, or one office, was late; what is not counted by is null."""

    level = serializers.SerializerMethodField()
    office = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()
    total = serializers.IntegerField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_level(self, row: Row) -> str | None:
        """Return the name of the level, if rows are told apart by it."""
        return row.names[0] if row.names and self.context["by"] != "office" else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_office(self, row: Row) -> str | None:
        """Return the name of the office that was asked, if rows are told apart by it."""
        return row.names[-1] if row.names and self.context["by"] != "level" else None

    @extend_schema_field(ReasonCountSerializer(many=True))
    def get_reasons(self, row: Row) -> Any:
        """Return the count for each reason, in the same order in every row."""
        return [{"reason": code, "count": times} for (code, _), times in zip(reasons(), row.cells, strict=True)]


class CountedSerializer(Given):
    """The delays of a period counted by reason, the most first."""

    results = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()

    @extend_schema_field(CountedRowSerializer(many=True))
    def get_results(self, found: Counted) -> Any:
        """Return the rows."""
        return CountedRowSerializer(found.rows, many=True, context={"by": found.by}).data

    @extend_schema_field(CountedRowSerializer())
    def get_total(self, found: Counted) -> Any:
        """Return all rows together."""
        return CountedRowSerializer(found.total, context={"by": found.by}).data
