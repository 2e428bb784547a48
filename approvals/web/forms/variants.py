"""The rows of the write form for texts of their own: a shorter one for a platform, or the counterpart in a language.

A channel with a text of its own takes that in place of the common text. Where both are to be posted, as with a
translation, the row says so (`beside`); what is kept is then a variant with the common text, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.rules.content import Content, Variant, clean_text
from channels.models import Channel


@dataclass(frozen=True, slots=True)
class Common:
    """The text that every channel takes which has none of its own."""

    language: str
    text: str
    channel_ids: tuple[int, ...]


class VariantForm(forms.Form):
    """A text of its own for some channels, in one language."""

    sometimes_needed = frozenset({"text"})

    channel = forms.TypedMultipleChoiceField(
        label=_("Channels of this text"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the channels on which this text is posted.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of this text"))
    text = forms.CharField(
        label=_("Text for these channels"), strip=False, required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "class": "ch-write-text"}),
    )  # fmt: skip
    beside = forms.BooleanField(label=_("Post the first text there as well"), required=False)

    def __init__(
        self, *args: Any, channels: Sequence[Channel], languages: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.my_channels = channels
        self.fields["channel"].choices = [(channel.pk, str(channel)) for channel in channels]  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    def is_whole(self) -> bool:
        """Say whether each field of the row could be read."""
        return self.fields.keys() <= self.cleaned_data.keys()

    @property
    def choices(self) -> list[tuple[Channel, bool]]:
        """Return the channels to choose from, each with whether it is chosen."""
        chosen = {str(value) for value in self["channel"].value() or ()}
        return [(channel, str(channel.pk) in chosen) for channel in self.my_channels]

    @property
    def spoken(self) -> str:
        """Return the code of the language that is chosen."""
        return str(self["language"].value() or "")


def variants_of(rows: Iterable[VariantForm], common: Common) -> tuple[Variant, ...]:
    """Return the texts of single channels, as far as rows can be read, the common text where it goes out as well."""
    # Errors may have been forgotten: a row counts when each of its fields could be read.
    read = [row.cleaned_data for row in rows if row.is_valid() and row.is_whole()]
    placed = [(row, _chosen(row["channel"], common.channel_ids)) for row in read]
    own = [Variant(pk, row["language"], clean_text(row["text"])) for row, channels in placed for pk in channels]
    taken = {(variant.channel_id, variant.language) for variant in own}
    both = dict.fromkeys(pk for row, channels in placed if row["beside"] for pk in channels)
    missing = [pk for pk in both if (pk, common.language) not in taken]
    return (*own, *(Variant(pk, common.language, common.text) for pk in missing))


def rows_of(body: Content) -> list[dict[str, Any]]:
    """Return what the rows of the form show of a text that is kept: channels with the same text in one row."""
    common = (body.language, body.text)
    several = {variant.channel_id for variant in body.variants if (variant.language, variant.text) != common}
    both = {
        variant.channel_id
        for variant in body.variants
        if (variant.language, variant.text) == common and variant.channel_id in several
    }
    rows: dict[tuple[str, str, bool], list[int]] = {}
    for variant in body.variants:
        if (variant.language, variant.text) != common or variant.channel_id not in both:
            key = (variant.language, variant.text, variant.channel_id in both)
            rows.setdefault(key, []).append(variant.channel_id)
    return [
        {"language": language, "text": text, "beside": beside, "channel": channels}
        for (language, text, beside), channels in rows.items()
    ]


def _chosen(row: Sequence[int], chosen: Sequence[int]) -> Sequence[int]:
    """Return the channels of a row that the post is for; all of them where it is for none, which is then refused."""
    return [pk for pk in row if pk in chosen] or row
