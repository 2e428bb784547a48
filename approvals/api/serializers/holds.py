"""Holds, as they are given and as a policy officer sends them."""

from rest_framework import serializers

from approvals.api.fields import Choice, Identifier, Instant, Text
from approvals.api.serializers.base import PersonSerializer, Taken
from approvals.api.serializers.scope import NewScopeSerializer, ScopeSerializer
from approvals.models import Hold

LONGEST_REASON = 500


class HoldBriefSerializer(ScopeSerializer):
    """A hold that something waits on: what it covers, why, since when and until when, and whom to turn to."""

    id = Identifier()
    scope = serializers.ChoiceField(Hold.Scope.choices)
    reason = serializers.CharField()
    placed_by = PersonSerializer()
    placed_at = Instant()
    until = Instant(allow_null=True, help_text="Null: until it is lifted.")


class HoldSerializer(HoldBriefSerializer):
    """A hold, in force or over. It is over from the earlier of `until` and `lifted_at`."""

    in_force = serializers.SerializerMethodField()
    lifted_by = PersonSerializer(allow_null=True)
    lifted_at = Instant(allow_null=True)
    lift_reason = serializers.CharField(help_text="Empty unless it was lifted.")

    def get_in_force(self, hold: Hold) -> bool:
        """Say whether it stops anything now."""
        at = self.context["at"]
        ends = [end for end in (hold.until, hold.lifted_at) if end is not None]
        return bool(hold.placed_at <= at and all(at < end for end in ends))


class NewHoldSerializer(NewScopeSerializer):
    """A hold to be placed: it stops publishing at once."""

    scope = Choice(Hold.Scope.choices)
    reason = Text(max_length=LONGEST_REASON, trim_whitespace=True, help_text="Shown to everyone whom it touches.")
    until = Instant(required=False, allow_null=True, help_text="When it ends by itself; null or left out: never.")


class LiftSerializer(Taken):
    """Why a hold is lifted."""

    reason = Text(max_length=LONGEST_REASON, trim_whitespace=True)
