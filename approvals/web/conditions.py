"""Conditions in words: what a policy officer reads and types, to and from what the rules ask."""

from collections.abc import Mapping
from dataclasses import dataclass
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
}
MOST_SUGGESTED = 12


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition that a row of the form can show: a field, the names of values, and whether one or none is meant."""

    field: str
    values: str
    is_none: bool = False


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

    def leaves(self, condition: Condition) -> list[Leaf] | None:
        """Return a condition as rows of the form, all of which must hold; None when it is of another shape."""
        if not condition:
            return []
        if faults(condition):
            return None
        found = []
        for part in condition.get("all", [condition]):
            inner = part.get("not", part)
            if "field" not in inner:
                return None
            values = ", ".join(self._typed(inner["field"], value) for value in inner["in"])
            found.append(Leaf(inner["field"], values, is_none="not" in part))
        return found

    def parse(self, field: str, typed: str) -> dict[str, Any]:
        """Return the condition that a row asks for; refuse a value that no draft can have, and say which there are."""
        names = self.names(field)
        by_name = {name.casefold(): value for value, name in names.items()} | {v.casefold(): v for v in names}
        wanted = [part.strip() for part in typed.split(",") if part.strip()]
        unknown = [part for part in wanted if part.casefold() not in by_name]
        if unknown:
            values = {"value": unknown[0], "field": str(LABELS[field]), "known": self._suggestion(names)}
            raise ValidationError(
                _("“%(value)s” is not known as a value of “%(field)s”. Such as: %(known)s."), params=values
            )
        return {"field": field, "in": list(dict.fromkeys(by_name[part.casefold()] for part in wanted))}

    def _typed(self, field: str, value: str) -> str:
        name = self.names(field).get(value, value)
        return value if "," in name else name

    def _suggestion(self, names: Mapping[str, str]) -> str:
        return ", ".join(list(names.values())[:MOST_SUGGESTED])

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
