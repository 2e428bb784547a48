"""The kinds of value in the contract, each taken strictly and given in one form."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from channels.languages import known_language

BIGGEST_ID: Final = 10**18
LONGEST_LANGUAGE: Final = 16

_RFC_3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6})\d*)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)
_DURATION = re.compile(r"P(?=\d|T\d)(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?", re.ASCII)
_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)

Kept = serializers.Field[Any, Any, Any, Any]


@extend_schema_field({"type": "string", "pattern": "^[1-9][0-9]{0,17}$"})
class Identifier(Kept):
    """An identifier as it is given: an opaque string."""

    def to_representation(self, value: Any) -> str:
        """Return the identifier as text."""
        return str(value)


@extend_schema_field(
    {"type": ["string", "integer"], "pattern": "^[1-9][0-9]{0,17}$", "minimum": 1, "maximum": BIGGEST_ID - 1}
)
class GivenIdentifier(Kept):
    """An identifier as it is taken: the string that was given out, or its number."""

    default_error_messages = {"invalid": _("This is not an identifier that was given out here.")}

    def to_internal_value(self, data: Any) -> int:
        """Return the number of the row."""
        typed = str(data) if type(data) is int else data
        if not (isinstance(typed, str) and _ID.fullmatch(typed)):
            self.fail("invalid")
        return int(typed)

    def to_representation(self, value: Any) -> str:
        """Return the identifier as text."""
        return str(value)


class Key(serializers.UUIDField):
    """An identifier of a draft, a conversation and the like, as it is taken: the text that was given out."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the identifier; a number is none, though one could be made of it."""
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "date-time"})
class Instant(Kept):
    """A point in time: RFC 3339 with its zone; given in UTC."""

    default_error_messages = {
        "shape": _("Give a time as in RFC 3339, such as 2026-03-12T15:40:00Z."),
        "zone": _("Say in which zone this time is: add Z, or an offset such as +03:00."),
        "none": _("There is no such time in the calendar."),
    }

    def to_internal_value(self, data: Any) -> datetime:
        """Return the instant, or refuse what leaves a doubt which instant is meant."""
        found = _RFC_3339.fullmatch(data) if isinstance(data, str) else None
        if found is None:
            self.fail("shape")
        day, time, fraction, zone = found.groups()
        if zone is None:
            self.fail("zone")
        try:
            return datetime.fromisoformat(f"{day}T{time}.{fraction or '0':0<6}{zone.upper()}").astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("none")

    def to_representation(self, value: datetime) -> str:
        """Return the instant in UTC."""
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


@extend_schema_field({"type": "string", "format": "duration", "pattern": f"^{_DURATION.pattern}$", "example": "PT4H"})
class Span(Kept):
    """A length of time: an ISO 8601 duration in days, hours, minutes and seconds."""

    default_error_messages = {
        "shape": _("Give a length of time as in ISO 8601, such as PT4H for four hours."),
        "long": _("This is longer than a year."),
    }
    longest: Final = timedelta(days=366)

    def to_internal_value(self, data: Any) -> timedelta:
        """Return the length of time."""
        found = _DURATION.fullmatch(data) if isinstance(data, str) else None
        if found is None:
            self.fail("shape")
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if length > self.longest:
            self.fail("long")
        return length

    def to_representation(self, value: timedelta) -> str:
        """Return the length of time in the largest units that say it exactly."""
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        parts = [f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count]
        return f"PT{''.join(parts) or '0S'}"


@extend_schema_field({"type": "string", "pattern": f"^{_TIME_OF_DAY.pattern}$", "example": "07:30"})
class TimeOfDay(Kept):
    """What a clock shows: hours and minutes, such as 07:30."""

    default_error_messages = {"shape": _("Give a time of day, such as 07:30.")}

    def to_internal_value(self, data: Any) -> time:
        """Return the time of day."""
        if not (isinstance(data, str) and _TIME_OF_DAY.fullmatch(data)):
            self.fail("shape")
        return time.fromisoformat(data)

    def to_representation(self, value: time) -> str:
        """Return the time of day in hours and minutes."""
        return f"{value:%H:%M}"


class Text(serializers.CharField):
    """A text exactly as it was sent: nothing is trimmed, and a number is not a text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        """Return the text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of a few words."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the word."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """True or false, and no other way to say it."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the flag."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Count(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if type(data) is not int:
            self.fail("invalid")
        return data


@extend_schema_field(
    {
        "type": "string",
        "maxLength": LONGEST_LANGUAGE,
        "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$",
        "example": "en",
    }
)
class Language(Text):
    """The code of a language, such as en, ar, pt-BR or zh-Hant."""

    default_error_messages = {"unknown": _("This is not the code of a language. Send one such as en, fr, ar or pt-BR.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_LANGUAGE, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        """Return the code."""
        code = super().to_internal_value(data)
        if not known_language(code):
            self.fail("unknown")
        return code


@extend_schema_field({"type": "object", "additionalProperties": True})
class AnyObject(Kept):
    """A JSON object whose shape is judged elsewhere."""

    default_error_messages = {"invalid": _("Send a JSON object.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the object as it was sent."""
        if not isinstance(data, Mapping):
            self.fail("invalid")
        return dict(data)

    def to_representation(self, value: Any) -> Any:
        """Return the object as it is kept."""
        return value
