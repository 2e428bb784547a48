"""What was counted and found in posts, and the levels that a draft would be asked to pass."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Role
from approvals.api.fields import Identifier, Instant, Span
from approvals.api.serializers.at_once import FastPathSerializer, told
from approvals.api.serializers.base import Given, OfficeSerializer
from approvals.api.serializers.lines import QuotingSerializer
from approvals.checks import CheckedPost
from approvals.models import Level, Mode, RunsOn
from approvals.preview import Preview
from approvals.refusals import Refused
from channels.findings import explain


class CountSerializer(Given):
    """How long one post is as its platform counts it: one row for each unit that the platform limits."""

    channel = Identifier()
    platform = serializers.CharField()
    language = serializers.CharField()
    unit = serializers.CharField(
        help_text="weighted, graphemes, code_points, utf16, emoji_bytes, bytes, hashtags, links."
    )
    length = serializers.IntegerField()
    limit = serializers.IntegerField()
    fits = serializers.BooleanField()


class FindingSerializer(Given):
    """One thing found in one post, from `start` up to `end`, in code points from 0; null when it has no one place."""

    channel = Identifier()
    language = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.ChoiceField([("blocking", "blocking"), ("confirm", "confirm")])
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


class ChecksSerializer(Given):
    """What was counted and found in every post of a draft."""

    counts = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()

    @extend_schema_field(CountSerializer(many=True))
    def get_counts(self, posts: Sequence[CheckedPost]) -> Any:
        """Return the counts of every post."""
        return CountSerializer([count for post in posts for count in counts_of(post)], many=True).data

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, posts: Sequence[CheckedPost]) -> Any:
        """Return the findings of every post."""
        return FindingSerializer([found for post in posts for found in findings_of(post)], many=True).data


def counts_of(checked: CheckedPost) -> list[dict[str, Any]]:
    """Return the counts of one post, the text itself first."""
    return [
        {
            "channel": checked.channel.pk,
            "platform": checked.channel.platform,
            "language": checked.post.language,
            "unit": measured.unit,
            "length": measured.length,
            "limit": measured.limit,
            "fits": measured.fits,
        }
        for measured in checked.check.measures
    ]


def findings_of(checked: CheckedPost) -> list[dict[str, Any]]:
    """Return what was found in one post: first what has a place in the text, then what is about the whole."""
    of_post: dict[str, Any] = {"channel": checked.channel.pk, "language": checked.post.language}
    placed: list[dict[str, Any]] = [
        {
            "code": found.code,
            "severity": found.severity,
            "start": found.start,
            "end": found.end,
            "message": explain(found),
        }
        for found in checked.check.findings
    ]
    told = {found["message"] for found in placed}
    whole: list[dict[str, Any]] = [
        {"code": problem.code, "severity": problem.severity, "start": None, "end": None, "message": problem.sentence}
        for problem in checked.check.problems
        if problem.sentence not in told
    ]
    return [of_post | found for found in (*placed, *whole)]


class PlannedLevelSerializer(Given):
    """One level that a draft would be asked to pass."""

    position = serializers.IntegerField()
    name = serializers.CharField()
    question = serializers.CharField()
    office = OfficeSerializer()
    role = serializers.ChoiceField(Role.choices, source="role_code")
    quorum = serializers.ChoiceField(Level.Quorum.choices)
    quorum_n = serializers.IntegerField()
    mode = serializers.ChoiceField(Mode.choices)
    limit = Span()
    runs_on = serializers.ChoiceField(RunsOn.choices, help_text="What the limit runs on for such a draft.")
    decide_by = Instant(
        allow_null=True, help_text="By when it would have to decide for a saved draft to make its slot or moment."
    )
    regime = serializers.CharField(help_text="The kind of the regime whose time limit this is; empty: its own.")
    is_added = serializers.BooleanField(help_text="A regime in force adds this level.")


class WhyNotSerializer(Given):
    """Why there is no route: the refusal's code and its sentence."""

    code = serializers.CharField()
    detail = serializers.SerializerMethodField()

    def get_detail(self, refused: Refused) -> str:
        """Return the sentence."""
        return refused.sentence


class PreviewSerializer(Given):
    """What a text would meet if it were submitted now."""

    counts = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()
    route = PlannedLevelSerializer(source="levels", many=True)
    policy = serializers.CharField(help_text="The policy that the route comes from; empty when there is none.")
    expected_clear_at = Instant(allow_null=True)
    refused = WhyNotSerializer(allow_null=True, help_text="Why the draft could not be submitted to this route.")
    cleared_lines = QuotingSerializer(source="quoted", help_text="How it quotes cleared lines.")
    route_unaltered = serializers.SerializerMethodField(
        help_text="Where it quotes cleared lines with changes: the route it would take without; null otherwise."
    )

    @extend_schema_field(PlannedLevelSerializer(many=True, allow_null=True))
    def get_route_unaltered(self, preview: Preview) -> Any:
        """Return the levels that cleared lines, unaltered, would be asked to pass."""
        other = preview.unaltered
        return PlannedLevelSerializer(other.levels, many=True).data if other and not other.refused else None

    fast_path = serializers.SerializerMethodField(
        help_text="Whether it is within the pre-authorization that I may use; null for who has none."
    )

    @extend_schema_field(FastPathSerializer(allow_null=True))
    def get_fast_path(self, preview: Preview) -> Any:
        """Return the glance."""
        return told(self.context["glance"])

    @extend_schema_field(CountSerializer(many=True))
    def get_counts(self, preview: Preview) -> Any:
        """Return the counts of every post."""
        return ChecksSerializer(preview.posts).data["counts"]

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, preview: Preview) -> Any:
        """Return the findings of every post."""
        return ChecksSerializer(preview.posts).data["findings"]
