"""Conditions in words: what a policy officer reads and types, to and from what the rules ask."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.reading import reader_locale
from approvals.models import Audience, Kind, Topic, Urgency
from approvals.rules.conditions import FIELDS, Condition, faults
from approvals.rules.normal_form import normal
from approvals.web.condition_sentences import Spoken, spoken
from approvals.web.forms.writing import topic_name
from channels.languages import language_choices
from channels.models import Channel, Platform

LABELS: Mapping[str, str | Promise] = {
    "platform": _("Platform"),
    "channel": _("Channel"),
    "language": _("Language"),
    "country": _("Country"),
    "topic": _("Topic"),
    "urgency": _("Urgency"),
    "kind": _("Kind"),
    "audience": _("Audience"),
    "office": _("Office"),
    "cleared_line": _("Cleared lines"),
}
QUOTING_NAMES: Mapping[str, str | Promise] = {
    "unaltered": _("Nothing but cleared lines, unaltered"),
    "altered": _("Cleared lines with changes"),
    "none": _("No cleared line"),
}
MOST_SUGGESTED = 12


class Vocabulary:
    """The values that conditions can name, each with its name in the reader's language. At most three queries."""

    def names(self, field: str) -> Mapping[str, str]:
        """Return the values of a field and their names."""
        found: Mapping[str, str] = getattr(self, f"_{field}", {}) if field in FIELDS else {}
        return found

    def sentence(self, condition: Condition) -> str:
        """Return a condition as a sentence: "when the topic is Sanctions or the post is a repost", or "always"."""
        return self.spoken(condition).sentence

    def spoken(self, condition: Condition) -> Spoken:
        """Return a condition as a sentence, and as the lines of a list where a sentence would be hard to follow."""
        if faults(condition):
            return Spoken(gettext("This condition is not in the form that conditions have."))
        return spoken(normal(condition), self.names)

    def parse(self, field: str, typed: str) -> dict[str, Any]:
        """Return the condition that a row asks for; refuse a value that no draft can have, and say which there are."""
        found, unknown = self.known(field, typed)
        if unknown:
            suggested = ", ".join(list(self.names(field).values())[:MOST_SUGGESTED])
            values = {"value": unknown[0], "field": str(LABELS[field]), "known": suggested}
            raise ValidationError(
                _("“%(value)s” is not known as a value of “%(field)s”. Such as: %(known)s."), params=values
            )
        return {"field": field, "in": found}

    def known(self, field: str, typed: str) -> tuple[list[str], list[str]]:
        """Return the values that a text names, by name or by code with commas between them, and what names none."""
        by_name = self._by_name(field)
        wanted = list(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))
        found = [by_name[part.casefold()] for part in wanted if part.casefold() in by_name]
        return list(dict.fromkeys(found)), [part for part in wanted if part.casefold() not in by_name]

    def typed(self, field: str, values: Iterable[str]) -> str:
        """Return values as they are typed: by name, or by code where a comma in the name would part it."""
        names = self.names(field)
        return ", ".join(value if "," in names.get(value, value) else names.get(value, value) for value in values)

    def _by_name(self, field: str) -> Mapping[str, str]:
        """Return the values of a field by name and by code, in any case; made once for all rows of a form."""
        if field not in self._folded:
            names = self.names(field)
            by_name = {name.casefold(): value for value, name in names.items()}
            self._folded[field] = by_name | {value.casefold(): value for value in names}
        return self._folded[field]

    @cached_property
    def _folded(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _platform(self) -> dict[str, str]:
        return {value: str(label) for value, label in Platform.choices}

    @cached_property
    def _urgency(self) -> dict[str, str]:
        return {value: str(label) for value, label in Urgency.choices}

    @cached_property
    def _kind(self) -> dict[str, str]:
        return {value: str(label) for value, label in Kind.choices}

    @cached_property
    def _audience(self) -> dict[str, str]:
        return {value: str(label) for value, label in Audience.choices}

    @cached_property
    def _cleared_line(self) -> dict[str, str]:
        return {value: str(label) for value, label in QUOTING_NAMES.items()}

    @cached_property
    def _topic(self) -> dict[str, str]:
        return {topic.slug: topic_name(topic) for topic in Topic.objects.all()}

    @cached_property
    def _office(self) -> dict[str, str]:
        return {office.code: office.name for office in Office.objects.order_by("name")}

    @cached_property
    def _channel(self) -> dict[str, str]:
        return {f"{channel.platform}:{channel.handle}": str(channel) for channel in Channel.objects.all()}

    @cached_property
    def _language(self) -> dict[str, str]:
        return dict(language_choices())

    @cached_property
    def _country(self) -> dict[str, str]:
        territories = reader_locale().territories
        return {code: str(name) for code, name in territories.items() if len(code) == 2 and code.isalpha()}
