"""What changed between versions, the drafts in flight under one, and what became of those that were moved."""

from datetime import timedelta
from functools import singledispatch
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Role
from approvals.actions.move import MOST_AT_ONCE
from approvals.api.fields import Span, Text
from approvals.api.serializers.base import Given, OfficeSerializer, Taken
from approvals.api.serializers.checks import WhyNotSerializer
from approvals.api.serializers.drafts import DraftSummarySerializer
from approvals.checks import LONGEST_REASON
from approvals.lifecycle import State
from approvals.models import RunsOn, Step
from approvals.moving import Prospect
from approvals.rules.routing import LevelRule, PlannedStep, Route, Rung, Who
from approvals.rules.version_difference import KINDS, Change, Limit, Reminder
from approvals.trial_on_drafts import MOST_DRAFTS, Tried, urgency_of

ANYTHING = {"description": "What it was, or is; which kind of value this is depends on the kind of the change."}


@singledispatch
def value(thing: Any) -> Any:
    """Return one side of a change as it is given."""
    return thing


@value.register
def _(thing: timedelta) -> Any:
    return Span().to_representation(thing)


@value.register
def _(thing: Who) -> Any:
    office = str(thing.office_id) if thing.office_id is not None else None
    return {"selector": thing.selector, "role": thing.role, "office": office}


@value.register
def _(thing: Rung) -> Any:
    posting = str(thing.posting_id) if thing.posting_id is not None else None
    told = {"after": value(thing.after), "who": value(thing.who), "posting": posting}
    return told | {"repeat_every": value(thing.repeat_every), "repeat_times": thing.repeat_times}


@value.register
def _(thing: Limit) -> Any:
    return {"limit": value(thing.length), "runs_on": thing.runs_on}


@value.register
def _(thing: Reminder) -> Any:
    return {"before": value(thing.before), "percent": thing.percent}


@value.register
def _(thing: LevelRule) -> Any:
    told = {"position": thing.position, "name": thing.name, "question": thing.question, "key": thing.key}
    told |= {"who": value(thing.who), "limit": value(thing.limit), "runs_on": thing.runs_on, "mode": thing.mode}
    return told


@value.register
def _(thing: tuple) -> Any:  # type: ignore[type-arg]  # names, or a quorum with its number
    return list(thing)


class ChangeSerializer(Given):
    """One change from an older version to a newer one, typed: `kind` says what `before` and `after` hold."""

    kind = serializers.ChoiceField(list(KINDS))
    level = serializers.CharField(allow_blank=True, help_text="The name of the level; empty for the whole version.")
    number = serializers.IntegerField(help_text="The position of the level; 0 for the whole version.")
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()

    @extend_schema_field(ANYTHING)
    def get_before(self, change: Change) -> Any:
        """Return what it was."""
        return value(change.before)

    @extend_schema_field(ANYTHING)
    def get_after(self, change: Change) -> Any:
        """Return what it is."""
        return value(change.after)


class ChangesSerializer(Given):
    """What a version changes in another; `from` is null before the first."""

    changes = ChangeSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Add the field whose name is a word of the language."""
        return {"from": serializers.IntegerField(allow_null=True, source="against"), **super().get_fields()}


class AgainstSerializer(Taken):
    """Which version it is compared with."""

    def get_fields(self) -> dict[str, Any]:
        """Return the field whose name is a word of the language."""
        said = "The number of the version to compare with; the one before, if left out."
        return {"from": serializers.IntegerField(required=False, min_value=1, max_value=10**6, help_text=said)}


class PresentLevelSerializer(Given):
    """A level of the route that the draft is on."""

    position = serializers.IntegerField()
    name = serializers.CharField()
    office = OfficeSerializer()
    status = serializers.ChoiceField(Step.Status.choices)
    limit = Span()
    runs_on = serializers.ChoiceField(RunsOn.choices)


class FutureLevelSerializer(Given):
    """A level of the route that the draft would be put on."""

    position = serializers.IntegerField(source="level.position")
    name = serializers.CharField(source="level.name")
    question = serializers.CharField(source="level.question")
    office = serializers.SerializerMethodField()
    role = serializers.ChoiceField(Role.choices, source="level.who.role")
    mode = serializers.ChoiceField(Step.Mode.choices, source="level.mode")
    limit = Span()
    runs_on = serializers.ChoiceField(
        RunsOn.choices,
        source="level.runs_on",
        help_text="What the policy says; a draft that presses runs on the wall clock.",
    )

    @extend_schema_field(OfficeSerializer())
    def get_office(self, planned: PlannedStep) -> Any:
        """Return the office that is asked."""
        return OfficeSerializer(self.context["offices"][planned.office_id]).data


class LimitSerializer(Given):
    """A level whose time limit would be another, or would run on something else."""

    name = serializers.CharField()
    before = Span()
    after = Span()
    runs_on_before = serializers.ChoiceField(RunsOn.choices)
    runs_on_after = serializers.ChoiceField(RunsOn.choices)


class ProspectSerializer(Given):
    """One draft in flight, and what a move to the version in force would mean for it."""

    draft = DraftSummarySerializer()
    levels = PresentLevelSerializer(source="before", many=True)
    new_levels = FutureLevelSerializer(source="after", many=True)
    kept = serializers.SerializerMethodField(help_text="At which of the new levels approvals are kept, by name.")
    refused = WhyNotSerializer(allow_null=True, help_text="Why it could not be moved now.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_kept(self, prospect: Prospect) -> Any:
        """Return the names of the levels."""
        return [prospect.after[keep.step].level.name for keep in prospect.kept]


class LastSerializer(Taken):
    """How many drafts are looked at."""

    last = serializers.IntegerField(required=False, min_value=1, max_value=MOST_DRAFTS, help_text="100, if left out.")


class TriedSerializer(Given):
    """One real draft whose route would be another: what it would be asked more, no longer, and for how long."""

    draft = serializers.UUIDField(source="draft.pk")
    reference = serializers.CharField(source="draft.reference")
    policy = serializers.SerializerMethodField(help_text="The policy that would take it; null when there is no route.")
    added = FutureLevelSerializer(source="difference.added", many=True)
    removed = FutureLevelSerializer(source="difference.removed", many=True)
    limits = serializers.SerializerMethodField(help_text="Levels with another time limit.")
    otherwise = FutureLevelSerializer(source="difference.otherwise", many=True, help_text="Levels asked otherwise.")
    time_before = Span(
        source="difference.before",
        allow_null=True,
        help_text="How long the limits of the route are in sum now, whatever each runs on.",
    )
    time_after = Span(source="difference.after", allow_null=True)
    refused = WhyNotSerializer(source="why_not", allow_null=True, help_text="Why it could not be submitted any more.")

    def get_policy(self, tried: Tried) -> str | None:
        """Return the name of the policy."""
        return tried.after.policy if isinstance(tried.after, Route) else None

    @extend_schema_field(LimitSerializer(many=True))
    def get_limits(self, tried: Tried) -> Any:
        """Return the levels with both limits."""
        urgency = urgency_of(tried.draft)
        told = [
            {
                "name": new.level.name,
                "before": old.limit,
                "after": new.limit,
                "runs_on_before": old.runs_on(urgency),
                "runs_on_after": new.runs_on(urgency),
            }
            for old, new in tried.difference.limits
        ]
        return LimitSerializer(told, many=True).data


class TriedOnDraftsSerializer(Given):
    """How many real drafts were looked at, how many would take another route, and which."""

    looked_at = serializers.IntegerField()
    changed = serializers.IntegerField()
    results = TriedSerializer(many=True)


class MoveSerializer(Taken):
    """Which drafts are moved, and why: those named, or all that are in flight under this version."""

    reason = Text(max_length=LONGEST_REASON)
    drafts = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        min_length=1,
        max_length=MOST_AT_ONCE,
        help_text="All, if left out.",
    )


class MovedSerializer(Given):
    """What became of one draft: its own status, and the code of its refusal (empty when it was moved)."""

    draft = serializers.UUIDField()
    reference = serializers.CharField(allow_blank=True)
    status = serializers.IntegerField()
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(State.choices, allow_null=True)


class MovedSeveralSerializer(Given):
    """What became of each draft, and how many are left to be moved: ask again for those."""

    results = MovedSerializer(many=True)
    left = serializers.IntegerField()
