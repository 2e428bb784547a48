"""The rules that say who reviews, as they are given and as a policy officer sends them."""

from typing import Any

from rest_framework import serializers

from accounts.models import Role
from approvals.actions.review_rules import LAST_ORDER, LONGEST_NAME, RuleTerms
from approvals.api.fields import AnyObject, Choice, Count, GivenIdentifier, Identifier, Span, Text
from approvals.api.serializers.base import Given, OfficeSerializer
from approvals.api.serializers.levels import RUNS_ON_HELP, AskedSerializer
from approvals.models import RunsOn, Selector


class ReviewRuleSerializer(Given):
    """One rule; the first that matches a post says who reviews it, else the default."""

    id = Identifier()
    name = serializers.CharField()
    order = serializers.IntegerField()
    is_default = serializers.BooleanField()
    conditions = AnyObject(help_text="As those of policies; empty for the default.")
    selector = serializers.ChoiceField(Selector.choices)
    office = OfficeSerializer(allow_null=True)
    role = serializers.ChoiceField(Role.choices)
    limit = Span(help_text="For cleared lines and bypasses; a pre-authorization says its own.")
    runs_on = serializers.ChoiceField(RunsOn.choices, help_text=RUNS_ON_HELP)
    remind_percent = serializers.IntegerField()
    escalate_after = Span(allow_null=True)
    escalate_selector = serializers.ChoiceField(Selector.choices)
    escalate_office = OfficeSerializer(allow_null=True)
    escalate_role = serializers.CharField(help_text="Empty where a late review turns to nobody.")


class NewReviewRuleSerializer(AskedSerializer):
    """A rule, whole: what is left out is as usual."""

    name = Text(max_length=LONGEST_NAME, trim_whitespace=True)
    order = Count(min_value=1, max_value=LAST_ORDER, required=False)
    conditions = AnyObject(required=False, help_text="Left out or empty: the default.")
    limit = Span(required=False)
    runs_on = Choice(RunsOn.choices, required=False, help_text=RUNS_ON_HELP)
    remind_percent = Count(min_value=1, max_value=99, required=False)
    escalate_after = Span(required=False, allow_null=True)
    escalate_selector = Choice(Selector.choices, required=False)
    escalate_office = GivenIdentifier(required=False, allow_null=True)
    escalate_role = Choice(Role.choices, required=False, allow_blank=True)


def terms_from(given: dict[str, Any]) -> RuleTerms:
    """Return a rule as the action takes it."""
    offices = {"office": "office_id", "escalate_office": "escalate_office_id"}
    return RuleTerms(**{offices.get(name, name): value for name, value in given.items()})
