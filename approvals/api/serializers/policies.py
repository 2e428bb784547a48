"""Policies and their versions, as they are given and as a policy officer sends them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

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
    Text,
)
from approvals.api.serializers.base import Given, PersonSerializer, Taken
from approvals.api.serializers.checks import PlannedLevelSerializer, WhyNotSerializer
from approvals.api.serializers.levels import MOST_LEVELS, NewLevelSerializer, PolicyLevelSerializer
from approvals.checks import LONGEST_REASON
from approvals.fault_sentences import sentence
from approvals.models import Audience, Kind, PolicyVersion, Urgency
from approvals.rules.cleared_lines import QUOTING
from approvals.rules.policy_faults import Fault


class PolicySerializer(Given):
    """A policy, and the number of the version in force; null when none is."""

    id = Identifier()
    name = serializers.CharField()
    order = serializers.IntegerField()
    is_default = serializers.BooleanField()
    in_force = serializers.IntegerField(allow_null=True)


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
    cleared_line = Choice(
        [(quoting, quoting) for quoting in QUOTING],
        required=False,
        help_text="How it quotes cleared lines: `none`, if left out.",
    )
    kind = Choice(Kind.choices, required=False)


class TrialOutcomeSerializer(Given):
    """Which route these facts would take under this version, or why there is none."""

    matches = serializers.BooleanField(help_text="Whether the conditions of the version are met.")
    route = PlannedLevelSerializer(source="levels", many=True)
    refused = WhyNotSerializer(allow_null=True)
