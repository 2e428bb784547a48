"""The forms of cleared lines: to write one, to find one, to withdraw one, and what may stand beside them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.reading import country_name
from approvals.actions.lines import LONGEST_NAME, MOST_TEXTS, Wording
from approvals.lines import STANDINGS, Wanted, texts_of
from approvals.models import ClearedLine, PermittedAddition, Topic
from approvals.refusals import REFUSALS
from approvals.rules.content import clean_text
from approvals.web.forms.fields import MomentField, small_number, zone_words
from approvals.web.forms.holds import reason_field
from approvals.web.forms.verbs import VerbForm
from approvals.web.forms.writing import topic_name
from channels.languages import language_name
from channels.models import Channel

Choices = list[tuple[str, str]]

STANDING_NAMES = {
    "in_use": _("In use"),
    "to_come": _("To come"),
    "in_the_making": _("Not cleared yet"),
    "over": _("Over or withdrawn"),
}


class TextForm(forms.Form):
    """The text of a line in one language."""

    language = forms.ChoiceField(label=_("Language"))
    text = forms.CharField(
        label=_("Text"), strip=False, error_messages={"required": REFUSALS["text_empty_line"].text},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "class": "ch-write-text"}),
    )  # fmt: skip

    def __init__(self, *args: Any, languages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class LineForm(VerbForm):
    """What an author says of a line: its name, its texts, whom it is for, and when it holds."""

    base = forms.CharField(required=False, widget=forms.HiddenInput)
    office = forms.TypedChoiceField(label=_("Owned by"), coerce=int)
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("In the library it is found by its name and by its words."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none for posts on anything. Otherwise every topic of the post must be among these."),
    )  # fmt: skip
    countries = forms.MultipleChoiceField(
        label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none for missions anywhere."),
    )  # fmt: skip
    channels = forms.TypedMultipleChoiceField(
        label=_("Channels"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none for every channel."),
    )  # fmt: skip
    valid_from = MomentField(label=_("Valid from"), required=False)
    until = MomentField(label=_("Valid until"), error_messages={"required": REFUSALS["line_end_needed"].text})

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, at: datetime, offices: Sequence[Office],
        line: ClearedLine | None = None,
    ) -> None:  # fmt: skip
        self.at, self.line = at, line
        super().__init__(data, initial=_initial(line, offices))
        self._offer("office", [(str(office.pk), office.name) for office in offices])
        self._offer("topics", [(topic.slug, topic_name(topic)) for topic in Topic.objects.all()])
        self._offer("countries", _countries())
        channels = list(Channel.objects.select_related("office"))
        self._offer("channels", [(str(channel.pk), f"{channel}, {channel.office}") for channel in channels])
        begins = _("Leave it empty for a line that is valid as soon as it is cleared.")
        self.fields["valid_from"].help_text = f"{begins} {zone_words(at)}"
        self.fields["until"].help_text = str(zone_words(at))
        self.texts = self._text_forms(data, _languages(channels, line))

    def is_valid(self) -> bool:
        """Say whether everything typed can be handed to the action, the texts included."""
        return all([super().is_valid(), *(text.is_valid() for text in self.texts)])

    def forget_errors(self) -> None:
        """Show what was typed without judging it: the author asked for another text, not for an opinion."""
        for form in (self, *self.texts):
            form.errors.clear()

    def wording(self) -> Wording:
        """Return what the author hands in; the form must be valid."""
        typed = self.cleaned_data
        since = typed["valid_from"]
        if self.line is not None and "valid_from" not in self.changed_data:
            since = self.line.valid_from
        return Wording(
            name=typed["name"],
            texts={row.cleaned_data["language"]: clean_text(row.cleaned_data["text"]) for row in self.texts},
            until=typed["until"] if self.line is None or "until" in self.changed_data else self.line.until,
            topics=tuple(typed["topics"]),
            countries=tuple(typed["countries"]),
            channel_ids=tuple(typed["channels"]),
            valid_from=since,
        )

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _text_forms(self, data: Mapping[str, Any] | None, languages: Choices) -> list[TextForm]:
        if data is not None:
            count = min(small_number(data.get("texts", "")) or 0, MOST_TEXTS)
            return [TextForm(data, prefix=f"text-{row}", languages=languages) for row in range(max(1, count))]
        kept = texts_of(self.line) if self.line is not None else [("", "")]
        return [
            TextForm(prefix=f"text-{row}", languages=languages, initial={"language": code, "text": text})
            for row, (code, text) in enumerate(kept)
        ]


class FindForm(forms.Form):
    """What is looked for in the library; what cannot be read is passed over."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    office = forms.ChoiceField(label=_("Owned by"), required=False)
    standing = forms.ChoiceField(
        label=_("Which"), required=False, choices=[("", _("All")), *((one, STANDING_NAMES[one]) for one in STANDINGS)]
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        owners = Office.objects.filter(drafts__line__isnull=False).distinct().order_by("name")
        self._offer("topic", [(topic.slug, topic_name(topic)) for topic in Topic.objects.all()])
        self._offer("language", _languages(list(Channel.objects.all()), None))
        self._offer("office", [(office.code, office.name) for office in owners])

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        self.is_valid()
        typed = self.cleaned_data
        return Wanted(*(typed.get(name, "") for name in ("q", "topic", "language", "office", "standing")))

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]


class WithdrawLineForm(VerbForm):
    """Why a line is withdrawn."""

    reason = reason_field(
        _("Why it is withdrawn"), _("Whoever has a draft or a post that quotes it reads this, in a message and here.")
    )


class PermitForm(VerbForm):
    """A site or a greeting that may stand beside cleared lines."""

    kind = forms.ChoiceField(label=_("What"), choices=PermittedAddition.Kind.choices, widget=forms.RadioSelect)
    value = forms.CharField(
        label=_("Site or greeting"), max_length=200,
        help_text=_("A site such as travel.example.org, with what is below it; or a greeting such as Good morning."),
    )  # fmt: skip


def _initial(line: ClearedLine | None, offices: Sequence[Office]) -> dict[str, Any]:
    if line is None:
        return {"office": offices[0].pk if offices else ""}
    return {
        "base": line.draft.current.hash, "office": line.draft.office_id, "name": line.name, "topics": line.topics,
        "countries": line.countries, "channels": [channel.pk for channel in line.channels.all()],
        "valid_from": line.valid_from, "until": line.until,
    }  # fmt: skip


def _countries() -> Choices:
    codes = Office.objects.order_by().values_list("country", flat=True).distinct()
    return sorted(((code, country_name(code)) for code in codes), key=lambda choice: choice[1].casefold())


def _languages(channels: Sequence[Channel], line: ClearedLine | None) -> Choices:
    """Return the languages a line can be in: those that channels speak, and those it has already."""
    codes = dict.fromkeys(code.replace("_", "-") for channel in channels for code in channel.languages)
    codes |= dict.fromkeys(code for code, _text in texts_of(line)) if line is not None else {}
    named = [(code, language_name(code)) for code in codes or ["en"]]
    return sorted(named, key=lambda pair: pair[1].casefold())
