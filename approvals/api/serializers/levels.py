"""Levels of a policy, as they are given and as a policy officer sends them: whom each asks, and on which clock."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import Role
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.api.fields import AnyObject, Choice, Count, Flag, GivenIdentifier, Identifier, Span, Text
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, Taken
from approvals.fault_sentences import FAULTS
from approvals.models import Carry, Level, Mode, RunsOn, Selector
from approvals.rules.policy_faults import MOST_REPEATS

MOST_LEVELS = 40
MOST_ESCALATIONS = 10
RUNS_ON_HELP = (
    "What the limit, the reminder and the escalations run on: `working`, the working hours of the office that is "
    "asked, or `wall`, the wall clock. A draft that is urgent or a crisis always runs on the wall clock."
)
PERCENT_HELP = "Instead of `remind_before`: it reminds when so many per cent of the limit are used up; null: not so."
AFTER_HELP = "How long after the deadline, on what the limit runs on."
POSTING_HELP = "One posting, whose holder and deputies alone are told; null: whoever holds the role at the office."
REPEAT_HELP = "After how long it comes again; null: it comes once."


class NamedPostingSerializer(Given):
    """One posting: who holds which role at which office."""

    id = Identifier()
    person = PersonSerializer(source="user")
    office = OfficeSerializer()
    role = serializers.ChoiceField(Role.choices)


class EscalationSerializer(Given):
    """Whom a late level turns to, how long after its deadline, and how often again while nobody has decided."""

    after = Span(help_text=AFTER_HELP)
    selector = serializers.ChoiceField(Selector.choices)
    office = OfficeSerializer(allow_null=True)
    role = serializers.ChoiceField(Role.choices)
    posting = NamedPostingSerializer(allow_null=True, help_text=POSTING_HELP)
    repeat_every = Span(allow_null=True, help_text=REPEAT_HELP)
    repeat_times = serializers.IntegerField(help_text="How many times it comes again; 0: it comes once.")


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
    runs_on = serializers.ChoiceField(RunsOn.choices, help_text=RUNS_ON_HELP)
    remind_before = Span(allow_null=True, help_text="How long before the limit it reminds; null: not so.")
    remind_percent = serializers.IntegerField(allow_null=True, help_text=PERCENT_HELP)
    may_reject = serializers.BooleanField()
    mode = serializers.ChoiceField(Mode.choices)
    carry = serializers.ChoiceField(Carry.choices)
    fresh_sign_in = serializers.BooleanField()
    key = serializers.CharField()
    conditions = AnyObject()
    escalations = EscalationSerializer(many=True)


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
    """Whom a late level turns to: a selector and a role, or one posting; and how often again."""

    selector = Choice(Selector.choices, required=False)
    role = Choice(Role.choices, required=False)
    after = Span(help_text=AFTER_HELP)
    posting = GivenIdentifier(required=False, allow_null=True, help_text=POSTING_HELP)
    repeat_every = Span(required=False, allow_null=True, help_text=REPEAT_HELP)
    repeat_times = Count(min_value=0, max_value=MOST_REPEATS, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a posting with a place beside it, neither of the two, and a repetition that is said by halves."""
        if bool(attrs.get("repeat_every")) != bool(attrs.get("repeat_times")):
            raise serializers.ValidationError({"repeat_times": [FAULTS["repeat_incomplete"]]})
        if attrs.get("posting") is None:
            missing = [name for name in ("selector", "role") if name not in attrs]
            if missing:
                raise serializers.ValidationError({name: [self.error_messages["required"]] for name in missing})
            return super().validate(attrs)
        beside = [name for name in ("selector", "office", "role") if attrs.get(name) is not None]
        if beside:
            said = _("The posting says the office and the role. Leave this out.")
            raise serializers.ValidationError({name: [said] for name in beside})
        return attrs


class NewLevelSerializer(AskedSerializer):
    """One level as a policy officer writes it."""

    position = Count(min_value=1, max_value=MOST_LEVELS)
    name = Text(max_length=80, trim_whitespace=True)
    question = Text(max_length=200, trim_whitespace=True, allow_blank=True)
    quorum = Choice(Level.Quorum.choices, required=False)
    quorum_n = Count(min_value=1, max_value=100, required=False)
    limit = Span()
    runs_on = Choice(RunsOn.choices, required=False, help_text=f"{RUNS_ON_HELP} Left out: `working`.")
    remind_before = Span(required=False, allow_null=True)
    remind_percent = Count(min_value=1, max_value=99, required=False, allow_null=True, help_text=PERCENT_HELP)
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

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a reminder that is said in both ways."""
        if attrs.get("remind_before") is not None and attrs.get("remind_percent") is not None:
            raise serializers.ValidationError({"remind_percent": [FAULTS["reminder_twice"]]})
        return super().validate(attrs)


def level_from(given: dict[str, Any]) -> LevelInput:
    """Return a level as the action takes it."""
    values = {name: value for name, value in given.items() if name not in ("office", "escalations")}
    rungs = tuple(_escalation_from(rung) for rung in given.get("escalations", ()))
    return LevelInput(**values, office_id=given.get("office"), escalations=rungs)


def _escalation_from(given: dict[str, Any]) -> EscalationInput:
    repeats: dict[str, Any] = {name: given[name] for name in ("repeat_every", "repeat_times") if name in given}
    if given.get("posting") is not None:
        return EscalationInput(given["after"], posting_id=given["posting"], **repeats)
    return EscalationInput(given["after"], given["selector"], given["role"], given.get("office"), **repeats)


def offices_named(levels: list[dict[str, Any]]) -> set[int]:
    """Return the ids of the offices that these levels name."""
    asked = [*levels, *(rung for level in levels for rung in level.get("escalations", ()))]
    return {place["office"] for place in asked if place.get("office") is not None}
