"""Policies and their versions, as they are given and as a policy officer sends them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Role
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.actions.writing_at_once import mark_of
from approvals.api.fields import (
    AnyObject,
    Choice,
    Count,
    Flag,
    GivenIdentifier,
    Identifier,
    Instant,
    Language,
    Span,
    Text,
)
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, Taken
from approvals.api.serializers.checks import PlannedLevelSerializer, WhyNotSerializer
from approvals.checks import LONGEST_REASON
from approvals.fault_sentences import FAULTS, sentence
from approvals.models import Audience, Carry, Kind, Level, Mode, PolicyVersion, Selector, Urgency
from approvals.rules.policy_faults import Fault

MOST_LEVELS = 40
MOST_ESCALATIONS = 10


class PolicySerializer(Given):
    """A policy, and the number of the version in force; null when none is."""

    id = Identifier()
    name = serializers.CharField()
    order = serializers.IntegerField()
    is_default = serializers.BooleanField()
    in_force = serializers.IntegerField(allow_null=True)


class EscalationSerializer(Given):
    """Whom a late level turns to, and how long after its deadline."""

    after = Span()
    selector = serializers.ChoiceField(Selector.choices)
    office = OfficeSerializer(allow_null=True)
    role = serializers.ChoiceField(Role.choices)


class PolicyLevelSerializer(Given):
    """One level of a policy version."""

    position = serializers.IntegerField()
    name = serializers.CharField()
    question = serializers.CharField()
    selector = serializers.ChoiceField(Selector.choices)
    office = OfficeSerializer(allow_null=True)
    role = serializers.ChoiceField(Role.choices)
    quorum = serializers.ChoiceField(Level.Quorum.choices)
    quorum_n = serializers.IntegerField()
    limit = Span()
    remind_before = Span(allow_null=True)
    may_reject = serializers.BooleanField()
    mode = serializers.ChoiceField(Mode.choices)
    carry = serializers.ChoiceField(Carry.choices)
    fresh_sign_in = serializers.BooleanField()
    key = serializers.CharField()
    conditions = AnyObject()
    escalations = EscalationSerializer(many=True)


class VersionSerializer(Given):
    """One numbered version of a policy."""

    policy = Identifier(source="policy_id")
    number = serializers.IntegerField()
    status = serializers.ChoiceField(PolicyVersion.Status.choices)
    conditions = AnyObject()
    note = serializers.CharField()
    created_by = PersonSerializer()
    created_at = Instant()
    proposed_by = PersonSerializer(allow_null=True)
    proposed_at = Instant(allow_null=True)
    enacted_by = PersonSerializer(allow_null=True)
    enacted_at = Instant(allow_null=True)
    takes_effect_at = Instant(allow_null=True)
    blocked_at = Instant(allow_null=True, help_text="Since when it could not take effect though its instant had come.")
    superseded_at = Instant(allow_null=True)
    seen = serializers.SerializerMethodField(help_text="Names the version as it is now: send it back to go on with it.")
    levels = PolicyLevelSerializer(many=True)

    def get_seen(self, version: PolicyVersion) -> str:
        """Return the mark."""
        return mark_of(version)


class FaultSerializer(Given):
    """One fault or warning of a version; `level` is null where it is of the whole."""

    code = serializers.CharField()
    level = serializers.CharField(allow_null=True)
    message = serializers.SerializerMethodField()

    def get_message(self, fault: Fault) -> str:
        """Return the sentence."""
        return sentence(fault)


class VersionWithFaultsSerializer(VersionSerializer):
    """One version, with what keeps it from being proposed now, and what its writer should know."""

    faults = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()

    @extend_schema_field(FaultSerializer(many=True))
    def get_faults(self, version: PolicyVersion) -> Any:
        """Return the faults."""
        return FaultSerializer(self.context["judgement"].faults, many=True).data

    @extend_schema_field(FaultSerializer(many=True))
    def get_warnings(self, version: PolicyVersion) -> Any:
        """Return the warnings."""
        return FaultSerializer(self.context["judgement"].warnings, many=True).data


class NewPolicySerializer(Taken):
    """A policy to be started; the lowest order of those that match a draft goes first."""

    name = Text(max_length=80, trim_whitespace=True)
    order = Count(min_value=1, max_value=30_000, required=False)
    is_default = Flag(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an order for the default, which goes last whatever it is given."""
        if attrs.get("is_default") and "order" in attrs:
            raise serializers.ValidationError({"order": [_("The default policy goes last, so it has no order.")]})
        return attrs


class AskedSerializer(Taken):
    """Who is asked: a selector and a role, and the office where the selector is `office`."""

    selector = Choice(Selector.choices)
    office = GivenIdentifier(required=False, allow_null=True)
    role = Choice(Role.choices)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a named office without its name, and a name that the selector does not use."""
        is_named = attrs["selector"] == Selector.OFFICE
        if is_named and attrs.get("office") is None:
            raise serializers.ValidationError({"office": [FAULTS["no_office"]]})
        if not is_named and attrs.get("office") is not None:
            raise serializers.ValidationError({"office": [_("This selector finds the office by itself.")]})
        return attrs


class NewEscalationSerializer(AskedSerializer):
    """Whom a late level turns to."""

    after = Span()


class NewLevelSerializer(AskedSerializer):
    """One level as a policy officer writes it."""

    position = Count(min_value=1, max_value=MOST_LEVELS)
    name = Text(max_length=80, trim_whitespace=True)
    question = Text(max_length=200, trim_whitespace=True, allow_blank=True)
    quorum = Choice(Level.Quorum.choices, required=False)
    quorum_n = Count(min_value=1, max_value=100, required=False)
    limit = Span()
    remind_before = Span(required=False, allow_null=True)
    may_reject = Flag(required=False)
    mode = Choice(Mode.choices, required=False)
    carry = Choice(Carry.choices, required=False)
    fresh_sign_in = Flag(required=False)
    key = Text(
        max_length=40,
        required=False,
        allow_blank=True,
        help_text="The key of the level that this one continues; made from the name when it is left out.",
    )
    conditions = AnyObject(required=False)
    escalations = serializers.ListField(child=NewEscalationSerializer(), required=False, max_length=MOST_ESCALATIONS)

    def validate_limit(self, limit: Any) -> Any:
        """Refuse a level that would be late from its beginning."""
        if not limit:
            raise serializers.ValidationError(_("A level has a time limit longer than nothing."))
        return limit


class NewVersionSerializer(Taken):
    """A version to be written: it replaces one's own that is being written, and never that of another officer."""

    conditions = AnyObject(required=False, help_text="Which drafts the policy is for; empty for all.")
    note = Text(required=False, allow_blank=True, max_length=300)
    seen = Text(
        required=False,
        max_length=60,
        help_text="What you began from: the `seen` of the version that this one goes on with, or `new` for one of its "
        "own. 409 `version_changed` when somebody else has saved meanwhile, and nothing is overwritten. Left out, "
        "it goes on with your own version being written, if there is one.",
    )
    levels = serializers.ListField(child=NewLevelSerializer(), max_length=MOST_LEVELS)


class EnactSerializer(Taken):
    """When a version takes effect: at an instant to come, or at once when none is given."""

    takes_effect_at = Instant(required=False, allow_null=True)


class WhySerializer(Taken):
    """Why it is done: the reason goes on record."""

    reason = Text(max_length=LONGEST_REASON)


def level_from(given: dict[str, Any]) -> LevelInput:
    """Return a level as the action takes it."""
    values = {name: value for name, value in given.items() if name not in ("office", "escalations")}
    rungs = tuple(
        EscalationInput(rung["after"], rung["selector"], rung["role"], rung.get("office"))
        for rung in given.get("escalations", ())
    )
    return LevelInput(**values, office_id=given.get("office"), escalations=rungs)


def offices_named(levels: list[dict[str, Any]]) -> set[int]:
    """Return the ids of the offices that these levels name."""
    asked = [*levels, *(rung for level in levels for rung in level.get("escalations", ()))]
    return {place["office"] for place in asked if place.get("office") is not None}


class TrialSerializer(Taken):
    """The facts of a draft that might be: as the fields that conditions ask for; its country is that of the office."""

    office = GivenIdentifier(help_text="The author's office.")
    platform = serializers.ListField(child=Text(max_length=40), required=False, max_length=50)
    channel = serializers.ListField(
        child=Text(max_length=200), required=False, max_length=50, help_text="As platform:handle."
    )
    language = serializers.ListField(child=Language(), required=False, max_length=50)
    topic = serializers.ListField(child=Text(max_length=40), required=False, max_length=50)
    urgency = Choice(Urgency.choices, required=False)
    audience = Choice(Audience.choices, required=False)
    kind = Choice(Kind.choices, required=False)


class TrialOutcomeSerializer(Given):
    """Which route these facts would take under this version, or why there is none."""

    matches = serializers.BooleanField(help_text="Whether the conditions of the version are met.")
    route = PlannedLevelSerializer(source="levels", many=True)
    refused = WhyNotSerializer(allow_null=True)
