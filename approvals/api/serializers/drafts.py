"""Drafts as they are given: in lists, and one with all that a person needs to act on it."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Role
from approvals import facts
from approvals.api.fields import Identifier, Instant, Span
from approvals.api.serializers.at_once import ClearedBySerializer, FastPathSerializer, told
from approvals.api.serializers.base import ChannelBriefSerializer, Given, OfficeSerializer, PersonSerializer
from approvals.api.serializers.checks import ChecksSerializer
from approvals.api.serializers.holds import HoldBriefSerializer
from approvals.api.serializers.images import PictureSerializer, PostedSerializer, VariantSerializer
from approvals.api.serializers.lines import LineUseSerializer
from approvals.api.serializers.people_away import ClaimField
from approvals.api.serializers.talk import AnsweredSerializer
from approvals.lifecycle import State
from approvals.models import Audience, Decision, Draft, Kind, Level, RunsOn, Step, Urgency
from approvals.risk import is_at_risk
from approvals.rules.excerpt import excerpt


class RevisionKeySerializer(Given):
    """Which revision: its number, and the hash that decisions and If-Match name."""

    number = serializers.IntegerField()
    hash = serializers.CharField(help_text="SHA-256 of what would be posted, in hexadecimal.")


class LevelSerializer(Given):
    """A level that a draft awaits now."""

    position = serializers.IntegerField()
    name = serializers.CharField()
    question = serializers.CharField()
    office = OfficeSerializer()
    mode = serializers.ChoiceField(Step.Mode.choices)
    due_at = Instant()
    overdue = serializers.SerializerMethodField()
    claim = ClaimField(help_text="Who has it now, and until when; null when nobody does.")

    def get_overdue(self, step: Step) -> bool:
        """Say whether the level is late now."""
        return is_overdue(step, at=self.context["at"])


def is_overdue(step: Step, *, at: datetime) -> bool:
    """Say whether a step is open beyond its deadline, or was when it was decided.

    What was flagged stays so, also where the deadline has moved since; silence that lasted to its deadline is not late.
    """
    if step.overdue_at is not None:
        return True
    until = step.closed_at or at
    return step.status != Step.Status.SILENT and step.due_at is not None and step.due_at <= until


class DraftSummarySerializer(Given):
    """A draft in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField(help_text="What people say aloud, such as RUH-2026-0042.")
    state = serializers.ChoiceField(State.choices)
    state_since = Instant()
    excerpt = serializers.SerializerMethodField()
    office = OfficeSerializer()
    author = PersonSerializer()
    channels = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(Kind.choices)
    urgency = serializers.ChoiceField(Urgency.choices)
    audience = serializers.ChoiceField(Audience.choices)
    topics = serializers.ListField(child=serializers.CharField())
    moment = Instant(allow_null=True)
    publish_at = Instant(allow_null=True)
    answer_by = Instant(allow_null=True)
    conversation = serializers.UUIDField(
        source="conversation_id", allow_null=True, help_text="The conversation that a reply belongs to."
    )
    revision = RevisionKeySerializer()
    overdue = serializers.SerializerMethodField(help_text="Whether a level it awaits now is late.")
    at_risk = serializers.SerializerMethodField(help_text="Whether it may miss its slot or its moment.")
    risk_at = Instant(
        allow_null=True,
        help_text="From when on it is at risk: a quarter of its level's time or less is left before it must decide.",
    )
    level = serializers.SerializerMethodField(help_text="The level it awaits now, the first of several.")
    levels = serializers.SerializerMethodField(help_text="Every level it awaits now; several run in parallel.")

    def get_excerpt(self, draft: Draft) -> str:
        """Return the beginning of the text."""
        return excerpt(draft.current.body)

    @extend_schema_field(ChannelBriefSerializer(many=True))
    def get_channels(self, draft: Draft) -> Any:
        """Return the channels it targets, in the register's order."""
        return ChannelBriefSerializer(self.context.get("channels", draft.channels.all()), many=True).data

    def get_overdue(self, draft: Draft) -> bool:
        """Say whether a level is late now."""
        steps: Any = self.context.get("open_steps", getattr(draft, "open_steps", ()))
        return any(is_overdue(step, at=self.context["at"]) for step in steps)

    def get_at_risk(self, draft: Draft) -> bool:
        """Say whether it is at risk now."""
        return is_at_risk(draft, at=self.context["at"])

    @extend_schema_field(LevelSerializer(allow_null=True))
    def get_level(self, draft: Draft) -> Any:
        """Return the first open level, or null."""
        levels = self.get_levels(draft)
        return levels[0] if levels else None

    @extend_schema_field(LevelSerializer(many=True))
    def get_levels(self, draft: Draft) -> Any:
        """Return the open levels."""
        # A list is read with the open steps of each draft; one draft is read with all of its steps.
        steps: Any = getattr(draft, "open_steps", None)
        return LevelSerializer(self.context.get("open_steps", steps), many=True, context=self.context).data


class DecisionSerializer(Given):
    """One person's verdict at a step."""

    id = Identifier()
    by = PersonSerializer()
    acting_for = PersonSerializer(allow_null=True)
    verdict = serializers.ChoiceField(Decision.Verdict.choices)
    comment = serializers.CharField()
    reason = serializers.CharField(help_text="The coded reason of a rejection; empty otherwise.")
    carried_from = Identifier(
        source="carried_from_id", allow_null=True, help_text="The earlier approval that this one carries over."
    )
    proposal = serializers.CharField(help_text="A wording that this person approves as it stands; empty for none.")
    at = Instant()


class StepSerializer(Given):
    """One level of a route, with its clock and its decisions."""

    position = serializers.IntegerField()
    name = serializers.CharField()
    question = serializers.CharField()
    office = OfficeSerializer()
    role = serializers.ChoiceField(Role.choices)
    quorum = serializers.ChoiceField(Level.Quorum.choices)
    quorum_n = serializers.IntegerField()
    may_reject = serializers.BooleanField()
    mode = serializers.ChoiceField(Step.Mode.choices)
    fresh_sign_in = serializers.BooleanField()
    origin = serializers.ChoiceField(Step.Origin.choices, help_text="Whether the policy, a regime or an approver asks.")
    asked_by = PersonSerializer(allow_null=True, help_text="Who asked this office to concur or to comment.")
    reason = serializers.CharField(help_text="Why it was asked; empty for a level of the policy.")
    limit = Span()
    runs_on = serializers.ChoiceField(
        RunsOn.choices, help_text="`working`: the working hours of the office that is asked; `wall`: the wall clock."
    )
    status = serializers.ChoiceField(Step.Status.choices)
    opened_at = Instant(allow_null=True)
    due_at = Instant(allow_null=True)
    overdue = serializers.SerializerMethodField()
    closed_at = Instant(allow_null=True)
    decide_by = serializers.SerializerMethodField(
        help_text="By when it must decide for the draft to make its slot or moment; null once decided, or without one."
    )
    decisions = DecisionSerializer(many=True)

    @extend_schema_field(Instant(allow_null=True))
    def get_decide_by(self, step: Step) -> str | None:
        """Return the instant of the plan."""
        plan = self.context.get("plan")
        is_asked = step.status in (Step.Status.OPEN, Step.Status.WAITING) and step.mode not in facts.PASSING
        instant = plan.decide_by.get(step.position) if plan and is_asked else None
        return Instant().to_representation(instant) if instant else None

    def get_overdue(self, step: Step) -> bool:
        """Say whether the level is late, or was decided late."""
        return is_overdue(step, at=self.context["at"])


class PostSerializer(PostedSerializer):
    """One post exactly as it would be posted, and what to open to post it by hand."""

    compose_url = serializers.SerializerMethodField(
        help_text="The platform's own page with the text in it; null where there is none, and until it may go out."
    )

    def get_compose_url(self, post: Any) -> str | None:
        """Return the compose page of a cleared post."""
        links: dict[Any, str | None] = self.context["compose"]
        return links.get(post)


class PublicationSerializer(Given):
    """Where and when one post is out, by whom it was recorded, and when it was taken down."""

    channel = Identifier(source="channel_id")
    language = serializers.CharField()
    url = serializers.URLField()
    by = PersonSerializer()
    published_at = Instant()
    recorded_at = Instant()
    taken_down_at = Instant(allow_null=True)


class DraftSerializer(DraftSummarySerializer):
    """One draft: where it is, who has it, time left, what it says, and what the person who asks may do."""

    created_at = Instant()
    submitted_at = Instant(allow_null=True)
    cleared_at = Instant(allow_null=True)
    published_at = Instant(allow_null=True)
    language = serializers.CharField(source="current.body.language")
    text = serializers.CharField(source="current.body.text")
    in_reply_to = serializers.CharField(source="current.body.in_reply_to")
    answers = serializers.SerializerMethodField(help_text="What it answers; null for what answers nothing.")
    variants = VariantSerializer(source="current.body.variants", many=True)
    images = PictureSerializer(source="current.body.images", many=True)
    posts = PostSerializer(source="current.body.posts", many=True)
    route = serializers.SerializerMethodField(help_text="The levels of the last submission, in order.")
    expected_clear_at = serializers.SerializerMethodField(
        help_text="When it is cleared if every level takes its whole limit; null when not in review."
    )
    checks = serializers.SerializerMethodField()
    publications = serializers.SerializerMethodField()
    held_by = serializers.SerializerMethodField(
        help_text="The holds that posts not out yet wait on; while every post waits, `allowed` has no publish."
    )
    fast_path = serializers.SerializerMethodField(
        help_text="Whether it is within the pre-authorization that I may use; null once submitted, and without one."
    )
    cleared_by = serializers.SerializerMethodField(help_text="What cleared it; null until it is cleared.")
    cleared_lines = serializers.SerializerMethodField(help_text="The cleared lines that its present text quotes.")
    allowed = serializers.SerializerMethodField(help_text="The verbs the person who asks may use now.")

    @extend_schema_field(AnsweredSerializer(allow_null=True))
    def get_answers(self, draft: Draft) -> Any:
        """Return what it answers, as it was pasted."""
        kept = self.context["answers"]
        return AnsweredSerializer(kept).data if kept else None

    @extend_schema_field(LineUseSerializer(many=True))
    def get_cleared_lines(self, draft: Draft) -> Any:
        """Return what the current revision quotes."""
        return LineUseSerializer(self.context["line_uses"], many=True).data

    @extend_schema_field(StepSerializer(many=True))
    def get_route(self, draft: Draft) -> Any:
        """Return the steps of the present route."""
        return StepSerializer(self.context["steps"], many=True, context=self.context).data

    @extend_schema_field(Instant(allow_null=True))
    def get_expected_clear_at(self, draft: Draft) -> str | None:
        """Return when the draft is expected to be cleared."""
        plan = self.context["plan"]
        return Instant().to_representation(plan.expected_clear_at) if plan else None

    @extend_schema_field(ChecksSerializer)
    def get_checks(self, draft: Draft) -> Any:
        """Return what was counted and found in the posts."""
        return ChecksSerializer(self.context["checked"]).data

    @extend_schema_field(PublicationSerializer(many=True))
    def get_publications(self, draft: Draft) -> Any:
        """Return where the posts are out."""
        return PublicationSerializer(self.context["publications"], many=True).data

    @extend_schema_field(HoldBriefSerializer(many=True))
    def get_held_by(self, draft: Draft) -> Any:
        """Return the holds."""
        return HoldBriefSerializer(self.context["held_by"], many=True).data

    @extend_schema_field(FastPathSerializer(allow_null=True))
    def get_fast_path(self, draft: Draft) -> Any:
        """Return the glance."""
        return told(self.context["glance"])

    @extend_schema_field(ClearedBySerializer(allow_null=True))
    def get_cleared_by(self, draft: Draft) -> Any:
        """Return what cleared it."""
        is_cleared = draft.cleared_at is not None and draft.route is not None
        return ClearedBySerializer(draft.route, context=self.context).data if is_cleared else None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_allowed(self, draft: Draft) -> list[str]:
        """Return the verbs."""
        return list(self.context["verbs"])
