"""The facts of a draft that might be, and how many real drafts are looked at."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from approvals.models import Audience, Kind, Topic, Urgency
from approvals.rules.cleared_lines import NONE, QUOTING
from approvals.trial_on_drafts import MOST_AT_LEISURE, MOST_DRAFTS
from approvals.web.conditions import QUOTING_NAMES
from approvals.web.forms.writing import topic_name
from channels.languages import language_choices
from channels.models import Channel

LAST = (25, 100, 250, MOST_DRAFTS)
MANY = (1000, 2500, MOST_AT_LEISURE)


class QuotingField(forms.ChoiceField):
    """How a draft quotes cleared lines: where nothing is said, not at all."""

    def clean(self, value: Any) -> Any:
        """Return what was chosen."""
        return super().clean(value or NONE)


class FactsForm(forms.Form):
    """What conditions can ask about a draft; its country is that of its office, its platforms those of its channels."""

    office = forms.ModelChoiceField(label=_("The author's office"), queryset=Office.objects.none())
    channels = forms.ModelMultipleChoiceField(label=_("Channels"), queryset=Channel.objects.none(), required=False)
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False)
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    audience = forms.ChoiceField(label=_("Audience"), choices=Audience.choices)
    cleared_line = QuotingField(label=_("Cleared lines"), choices=[(one, QUOTING_NAMES[one]) for one in QUOTING[::-1]])

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["office"].queryset = Office.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["channels"].queryset = Channel.objects.select_related("office").order_by("platform", "handle")  # type: ignore[attr-defined]
        self.fields["languages"].choices = list(_languages())  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(topic.slug, topic_name(topic)) for topic in Topic.objects.all()]  # type: ignore[attr-defined]

    def known(self) -> dict[str, frozenset[str]]:
        """Return the facts as conditions ask for them."""
        typed = self.cleaned_data
        office, channels = typed["office"], list(typed["channels"])
        return {
            "platform": frozenset(channel.platform for channel in channels),
            "channel": frozenset(f"{channel.platform}:{channel.handle}" for channel in channels),
            "language": frozenset(typed["languages"]),
            "country": frozenset({office.country}),
            "topic": frozenset(typed["topics"]),
            "urgency": frozenset({typed["urgency"]}),
            "kind": frozenset({typed["kind"]}),
            "audience": frozenset({typed["audience"]}),
            "office": frozenset({office.code}),
            "cleared_line": frozenset({typed["cleared_line"]}),
        }


def _languages() -> Iterator[tuple[str, str]]:
    """Yield the languages that the channels of the register post in, by name."""
    used = {code for codes in Channel.objects.values_list("languages", flat=True) for code in codes}
    return ((code, name) for code, name in language_choices() if code in used)


class LastForm(forms.Form):
    """How many of the last drafts are looked at."""

    last = forms.TypedChoiceField(
        label=_("How many drafts"), coerce=int, choices=[(count, str(count)) for count in LAST], initial=LAST[1]
    )


class ManyForm(forms.Form):
    """How many of the last drafts a worker looks at."""

    last = forms.TypedChoiceField(
        label=_("How many drafts"), coerce=int, choices=[(count, str(count)) for count in MANY], initial=MANY[0]
    )
