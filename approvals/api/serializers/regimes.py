"""Regimes, as they are given and as a policy officer sends them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import Role
from approvals import suspending
from approvals.actions.regime_checks import MOST_LEVELS
from approvals.actions.regimes import AddedLevel, Declaration
from approvals.api.fields import Choice, Count, Flag, Identifier, Instant, Span, Text
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer
from approvals.api.serializers.levels import PERCENT_HELP, RUNS_ON_HELP, AskedSerializer
from approvals.api.serializers.scope import NewScopeSerializer, ScopeSerializer
from approvals.checks import LONGEST_REASON
from approvals.models import Mode, Regime, RegimeLevel, RunsOn, Selector

STATES = ("scheduled", "in_force", "over")
LIMIT_HELP = "The time on the wall clock that every level has while it is on; null: each level its own."
FAST_PATH_HELP = "Suspends pre-authorizations for what it covers: nothing goes out at once while it is on."
IN_FLIGHT_HELP = (
    "`clocks`: drafts in review keep their levels, and the new time applies to them; `routes`: they are put on the "
    "route of the regime, and keep the approvals that still answer what is asked."
)


class RegimeLevelSerializer(Given):
    """One level that a regime adds, or puts in the place of the policy's."""

    position = serializers.IntegerField()
    placement = serializers.ChoiceField(RegimeLevel.Placement.choices)
    name = serializers.CharField()
    question = serializers.CharField()
    selector = serializers.ChoiceField(Selector.choices)
    office = OfficeSerializer(allow_null=True)
    role = serializers.ChoiceField(Role.choices)
    mode = serializers.ChoiceField(Mode.choices)
    quorum = serializers.ChoiceField(RegimeLevel.Quorum.choices)
    quorum_n = serializers.IntegerField()
    limit = Span()
    runs_on = serializers.ChoiceField(RunsOn.choices, help_text=RUNS_ON_HELP)
    remind_before = Span(allow_null=True)
    remind_percent = serializers.IntegerField(allow_null=True, help_text=PERCENT_HELP)
    may_reject = serializers.BooleanField()
    fresh_sign_in = serializers.BooleanField()


class RegimeSerializer(ScopeSerializer):
    """A crisis or caretaker period. It is in force from `starts_at` until the earlier of `until` and `ended_at`."""

    id = Identifier()
    kind = serializers.ChoiceField(Regime.Kind.choices)
    scope = serializers.ChoiceField(Regime.Scope.choices)
    state = serializers.SerializerMethodField()
    reason = serializers.CharField()
    starts_at = Instant()
    until = Instant(allow_null=True, help_text="Null: until it is ended.")
    limit = Span(allow_null=True, help_text=LIMIT_HELP)
    replaces_levels = serializers.BooleanField(help_text="Its levels are in the place of the policy's.")
    suspends_fast_path = serializers.BooleanField(help_text=FAST_PATH_HELP)
    in_flight = serializers.ChoiceField(Regime.InFlight.choices, help_text=IN_FLIGHT_HELP)
    declared_by = PersonSerializer()
    declared_at = Instant()
    ended_by = PersonSerializer(allow_null=True)
    ended_at = Instant(allow_null=True)
    end_reason = serializers.CharField(help_text="Empty unless somebody ended it.")
    levels = RegimeLevelSerializer(many=True)
    authorizations = serializers.SerializerMethodField(
        help_text="How many pre-authorizations it suspends for what it covers, of those that could be used now."
    )

    def get_authorizations(self, regime: Regime) -> int:
        """Return how many it touches, of those read for the whole answer at once."""
        return len(suspending.touched(regime, self.context["usable"]))

    def get_state(self, regime: Regime) -> str:
        """Return whether it is to come, in force, or over: `scheduled`, `in_force` or `over`."""
        at: datetime = self.context["at"]
        if any(end is not None and end <= at for end in (regime.until, regime.ended_at)):
            return "over"
        return "in_force" if regime.starts_at <= at else "scheduled"


class NewRegimeLevelSerializer(AskedSerializer):
    """A level of a regime to be declared; those of one position run side by side."""

    position = Count(min_value=1, max_value=MOST_LEVELS)
    placement = Choice(RegimeLevel.Placement.choices, required=False)
    name = Text(max_length=80, trim_whitespace=True)
    question = Text(max_length=200, trim_whitespace=True)
    mode = Choice(Mode.choices, required=False)
    quorum = Choice(RegimeLevel.Quorum.choices, required=False)
    quorum_n = Count(min_value=1, max_value=100, required=False)
    limit = Span()
    runs_on = Choice(
        RunsOn.choices,
        required=False,
        help_text=f"{RUNS_ON_HELP} Left out: `wall` in a crisis regime, `working` in a caretaker one.",
    )
    remind_before = Span(required=False, allow_null=True)
    remind_percent = Count(min_value=1, max_value=99, required=False, allow_null=True, help_text=PERCENT_HELP)
    may_reject = Flag(required=False)
    fresh_sign_in = Flag(required=False)


class NewRegimeSerializer(NewScopeSerializer):
    """A regime to be declared: it begins at once unless `starts_at` says when."""

    kind = Choice(Regime.Kind.choices)
    scope = Choice(Regime.Scope.choices)
    reason = Text(max_length=LONGEST_REASON, trim_whitespace=True, help_text="Told to everyone concerned.")
    starts_at = Instant(required=False, allow_null=True, help_text="Null or left out: at once.")
    until = Instant(required=False, allow_null=True, help_text="Null or left out: until it is ended.")
    limit = Span(required=False, allow_null=True, help_text=LIMIT_HELP)
    replaces_levels = Flag(required=False)
    suspends_fast_path = Flag(required=False, help_text=FAST_PATH_HELP)
    in_flight = Choice(Regime.InFlight.choices, required=False, help_text=IN_FLIGHT_HELP)
    levels = serializers.ListField(child=NewRegimeLevelSerializer(), required=False, max_length=MOST_LEVELS)

    def validate_limit(self, limit: Any) -> Any:
        """Refuse a time that is none."""
        if limit is not None and not limit:
            raise serializers.ValidationError(_("A level has a time limit longer than nothing."))
        return limit


class GapSerializer(Given):
    """A level that could not be asked for what these offices write: nothing of theirs could be submitted meanwhile."""

    level = serializers.CharField()
    offices = serializers.ListField(child=serializers.CharField())


class OutlookSerializer(Given):
    """What a regime would do to the drafts in review if it were declared now."""

    in_review = serializers.IntegerField(help_text="Drafts in review that it covers.")
    moved = serializers.IntegerField(help_text="Of these, with a new deadline.")
    late = serializers.IntegerField(help_text="Of these, late already: they stay flagged.")
    rerouted = serializers.IntegerField(help_text="Of these, put on the route of the regime.")
    exempt = serializers.IntegerField(help_text="Drafts in review left alone because of their topics.")
    first_due_at = Instant(allow_null=True, help_text="The soonest of the new deadlines.")
    gaps = GapSerializer(many=True)
    authorizations = serializers.IntegerField(help_text="Pre-authorizations that it would suspend for what it covers.")


def declaration_from(given: dict[str, Any]) -> Declaration:
    """Return a regime as the action takes it."""
    values = {name: value for name, value in given.items() if name not in ("levels", "exempt_topics")}
    levels = tuple(
        AddedLevel(**{name: value for name, value in level.items() if name != "office"}, office_id=level.get("office"))
        for level in given.get("levels", ())
    )
    return Declaration(**values, exempt_topics=tuple(given.get("exempt_topics", ())), levels=levels)
