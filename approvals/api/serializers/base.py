"""What every serializer of the API shares: what is taken is taken strictly, what is given is said in the schema."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from approvals.api.fields import Identifier


class Given(serializers.Serializer[Any]):
    """An object that the API gives."""


class Taken(serializers.Serializer[Any]):
    """An object that the API takes: a name it does not know, or does not let anybody set, is refused by name."""

    default_error_messages = {
        "invalid": _("Send a JSON object."),
        "unknown": _("There is no such field here, or it cannot be set."),
    }

    def to_internal_value(self, data: Any) -> Any:
        """Return the values, or refuse with everything that is wrong at once."""
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        errors: dict[str, Any] = {str(name)[:100]: [self.error_messages["unknown"]] for name in sorted(unknown)}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as wrong:
            raise serializers.ValidationError({**errors, **_as_dict(wrong.detail)}) from None
        if errors:
            raise serializers.ValidationError(errors)
        return values


def _as_dict(detail: Any) -> dict[str, Any]:
    return detail if isinstance(detail, dict) else {"non_field_errors": detail}


class Nothing(Taken):
    """A request that says all in its address: its body is empty, or an empty object."""


class OfficeSerializer(Given):
    """An office, by name."""

    id = Identifier()
    code = serializers.CharField(help_text="The short name, such as RUH.")
    name = serializers.CharField()


class PersonSerializer(Given):
    """A person, by name."""

    id = Identifier()
    name = serializers.CharField()


class ChannelBriefSerializer(Given):
    """A channel, by name."""

    id = Identifier()
    platform = serializers.CharField()
    handle = serializers.CharField()


class SegmentSerializer(Given):
    """A stretch of text that stayed, came in, or went out."""

    change = serializers.ChoiceField([(word, word) for word in ("equal", "insert", "delete")])
    text = serializers.CharField()


@cache
def page_of(row: type[Given]) -> type[Given]:
    """Return the serializer of one page of a list of these rows."""
    name = row.__name__.removesuffix("Serializer")
    fields = {
        "__doc__": f"One page of a list: {name}.",
        "next": serializers.URLField(allow_null=True, help_text="The address of the next page."),
        "previous": serializers.URLField(allow_null=True, help_text="The address of the page before."),
        "results": row(many=True),
    }
    return type(f"{name}PageSerializer", (Given,), fields)
