"""How one is told: as it is given, and as one changes it."""

from typing import Any

from rest_framework import serializers

from approvals.api.fields import Choice, TimeOfDay
from approvals.api.serializers.base import Given, Taken
from notifications.groups import CHANGEABLE, CHOICES, GROUPS
from notifications.telling import fault_of_quiet


class ToldGroupSerializer(Given):
    """One group of messages, and when one gets e-mail about it."""

    code = serializers.ChoiceField([group.code for group in GROUPS])
    name = serializers.CharField()
    about = serializers.CharField()
    email = serializers.ChoiceField(CHOICES)
    fixed = serializers.BooleanField(help_text="It always comes at once, at any hour, and cannot be turned off.")


class ToldSerializer(Given):
    """How one is told by e-mail; everything is among one's notifications whatever is chosen here."""

    groups = ToldGroupSerializer(many=True)
    digest_at = TimeOfDay(help_text="When the daily digest comes, by the clock in one's time zone.")
    quiet_from = TimeOfDay(allow_null=True, help_text="Null: there are no quiet hours.")
    quiet_until = TimeOfDay(allow_null=True, help_text="Not later than `quiet_from`: on the next day.")
    time_zone = serializers.CharField()
    address = serializers.EmailField()


class _ChoicesSerializer(Taken):
    """When one gets e-mail about each group; a group that is left out stays as it is."""


EmailChoicesSerializer = type(
    "EmailChoicesSerializer",
    (_ChoicesSerializer,),
    {"__doc__": _ChoicesSerializer.__doc__, **{group.code: Choice(CHOICES, required=False) for group in CHANGEABLE}},
)


class ChangeToldSerializer(Taken):
    """A change of how one is told; what is left out stays as it is. Quiet hours have both their times, or neither."""

    email = EmailChoicesSerializer(required=False)
    digest_at = TimeOfDay(required=False)
    quiet_from = TimeOfDay(required=False, allow_null=True)
    quiet_until = TimeOfDay(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse quiet hours that do not begin, do not end, or last no time."""
        if attrs.keys() & {"quiet_from", "quiet_until"}:
            fault = fault_of_quiet(attrs.get("quiet_from"), attrs.get("quiet_until"))
            if fault is not None:
                raise serializers.ValidationError({fault.field: [str(fault.sentence)]})
        return attrs
