"""Reviews of posts that are out, as they are given, and what a reviewer or a mission sends."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Role
from approvals.actions.review import LONGEST_NOTE
from approvals.actions.takedown import LONGEST_WHERE
from approvals.api.fields import Choice, Identifier, Instant, Text
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, Taken
from approvals.models import Review, RunsOn
from approvals.rules.excerpt import excerpt


class CorrectionSerializer(Given):
    """The draft in which a correction is written."""

    id = serializers.UUIDField()
    reference = serializers.CharField()


class ReviewBriefSerializer(Given):
    """A review, as lists give it: what went out, where, under what, and by when its outcome is due."""

    id = Identifier()
    draft = serializers.UUIDField(source="draft_id")
    reference = serializers.CharField(source="draft.reference")
    excerpt = serializers.SerializerMethodField()
    revision = serializers.CharField(source="revision.hash", help_text="The hash of what went out.")
    channels = serializers.SerializerMethodField(help_text="The channels that it targets.")
    urls = serializers.SerializerMethodField(help_text="Where it is recorded to be out.")
    author = PersonSerializer(source="draft.author")
    publisher = PersonSerializer()
    acting_for = PersonSerializer(allow_null=True)
    authorization = serializers.CharField(
        source="authorization_version.authorization.number", allow_null=True, default=None,
        help_text="The number of the pre-authorization; null where there was none.",
    )  # fmt: skip
    version = serializers.IntegerField(source="authorization_version.number", allow_null=True, default=None)
    origin = serializers.ChoiceField(Review.Origin.choices)
    status = serializers.ChoiceField(Review.Status.choices)
    office = OfficeSerializer(help_text="The office that reviews.")
    role = serializers.ChoiceField(Role.choices)
    exposure = serializers.IntegerField(help_text="How many followers the channels have that it is out on.")
    published_at = Instant(source="draft.published_at", allow_null=True)
    opened_at = Instant(allow_null=True)
    due_at = Instant(allow_null=True)
    overdue = serializers.SerializerMethodField()
    runs_on = serializers.ChoiceField(RunsOn.choices, help_text="What the limit runs on.")
    outcome = serializers.CharField(help_text="`stands`, `correct` or `retract`; empty until it is done.")
    reason = serializers.CharField(help_text="The coded reason of an adverse outcome, else empty.")
    note = serializers.CharField()
    decided_by = PersonSerializer(allow_null=True)
    decided_at = Instant(allow_null=True)
    correction = CorrectionSerializer(allow_null=True)
    awaits_takedown = serializers.BooleanField()
    taken_down_at = Instant(allow_null=True)
    taken_down_where = serializers.CharField()
    taken_down_by = PersonSerializer(allow_null=True)

    def get_excerpt(self, review: Review) -> str:
        """Return the beginning of the text."""
        return excerpt(review.revision.body)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_channels(self, review: Review) -> Any:
        """Return the channels, each by its platform and handle."""
        return [f"{channel.platform}:{channel.handle}" for channel in review.draft.channels.all()]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_urls(self, review: Review) -> Any:
        """Return the addresses of what is out."""
        return [publication.url for publication in review.draft.publications.all()]

    def get_overdue(self, review: Review) -> bool:
        """Say whether it is late now."""
        is_open = review.status == Review.Status.OPEN
        return is_open and (
            review.overdue_at is not None or (review.due_at is not None and review.due_at <= self.context["at"])
        )


class ReviewSerializer(ReviewBriefSerializer):
    """One review, and what the person who asks may do with it."""

    text = serializers.CharField(source="revision.body.text", help_text="What went out, in its first language.")
    allowed = serializers.SerializerMethodField(help_text="`outcome` for a reviewer, `takedown` for the mission.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_allowed(self, review: Review) -> list[str]:
        """Return what the person who asks may do with it."""
        return list(self.context["verbs"])


class NewOutcomeSerializer(Taken):
    """What a review found. It is recorded once."""

    outcome = Choice(Review.Outcome.choices)
    reason = Choice(
        Review.Reason.choices, required=False, allow_blank=True, help_text="Needed with `correct` and `retract`."
    )
    note = Text(
        required=False, allow_blank=True, max_length=LONGEST_NOTE, trim_whitespace=True,
        help_text="To the ambassador. Needed with `correct` and `retract`.",
    )  # fmt: skip
    revision = Text(required=False, max_length=64, help_text="The hash of what was read.")


class TakedownSerializer(Taken):
    """Where and when a post was taken down."""

    where = Text(max_length=LONGEST_WHERE, trim_whitespace=True)
    taken_down_at = Instant()
