"""The form in which a post is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.actions.write import Writing
from approvals.models import POST_KINDS, Audience, Draft, Kind, Topic, Urgency
from approvals.refusals import REFUSALS, Refused
from approvals.rules.content import Content, clean_text
from approvals.web.forms.answering import PARTS, AnsweringForm, initial_of
from approvals.web.forms.fields import MomentField, small_number, zone_words
from approvals.web.forms.images import Images
from approvals.web.forms.variants import Common, VariantForm, rows_of, variants_of
from channels.languages import language_name
from channels.models import Channel

MOST_VARIANTS = 60
# What is no part of the text, and so of no revision: it is saved field by field.
DETAILS = ("topics", "urgency", "audience", "moment", "publish_at", "answer_by")
ORDER = (
    "base", "channels", "text", "language", "kind", "in_reply_to", *PARTS, "answer_by", "topics", "urgency", "audience",
    "moment", "publish_at",
)  # fmt: skip


class AudienceField(forms.ChoiceField):
    """Whom a post addresses: where nothing is said, the public of the host country, whom missions write for."""

    def clean(self, value: Any) -> Any:
        """Return the audience chosen."""
        return super().clean(value or Audience.HOST)


class WriteForm(AnsweringForm):
    """What an author says of a post: channels, text, what it is about, when it is needed, and what it answers."""

    sometimes_needed = frozenset({"text"})

    field_order = ORDER
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    channels = forms.TypedMultipleChoiceField(
        label=_("Channels"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": REFUSALS["no_channel"].text,
            "invalid_choice": _("You cannot write for one of these channels. Choose from the list."),
        },
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text"), strip=False, required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "class": "ch-write-text"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the text"))
    kind = forms.ChoiceField(label=_("Kind"), choices=POST_KINDS, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple, show_hidden_initial=True,
        help_text=_("What it is about decides which levels are asked."),
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, widget=forms.RadioSelect, show_hidden_initial=True
    )
    audience = AudienceField(
        label=_("Audience"), choices=Audience.choices, widget=forms.RadioSelect, show_hidden_initial=True
    )
    moment = MomentField(label=_("Moment"), required=False, show_hidden_initial=True)
    publish_at = MomentField(label=_("Slot"), required=False, show_hidden_initial=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, channels: Sequence[Channel], at: datetime,
        draft: Draft | None = None, begun: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.draft, self.at, self.my_channels = draft, at, channels
        super().__init__(_with_topics_shown(data), initial=_initial(draft, channels) | dict(begun or {}))
        self.say_zone(at)
        languages = _languages(channels, draft)
        self.fields["channels"].choices = list(_grouped(channels))  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(topic.slug, topic_name(topic)) for topic in Topic.objects.all()]  # type: ignore[attr-defined]
        zone = str(zone_words(at))
        expires = _("After this time the post is of no use, and the draft expires.")
        opens = _("Not to be published before this time.")
        self.fields["moment"].help_text = f"{expires} {zone}"
        self.fields["publish_at"].help_text = f"{opens} {zone}"
        self.variants = self._variant_forms(data, languages)
        self.images = Images(data, draft.current.body if draft else None)

    def is_valid(self) -> bool:
        """Say whether everything typed can be handed to the action, the texts of single channels included."""
        return all([super().is_valid(), *(variant.is_valid() for variant in self.variants)])

    def clean(self) -> dict[str, Any]:
        """Refuse times that have passed, and an answer to nothing: what the action refuses, said beside the field."""
        typed: dict[str, Any] = super().clean() or {}
        for name in ("moment", "publish_at"):
            value = typed.get(name)
            if name not in self.changed_data and self.draft is not None:
                typed[name] = getattr(self.draft, name)
            elif value is not None and value <= self.at:
                self.add_error(name, ValidationError(REFUSALS["moment_past"].text))
        self.check_answering(typed, at=self.at, draft=self.draft)
        return typed

    def content(self) -> Content:
        """Return what would be posted, as far as it can be read: also of a form with errors, for the preview."""
        typed = self.cleaned_data
        channels = tuple(typed.get("channels") or ())
        common = Common(typed.get("language") or "en", clean_text(typed.get("text") or ""), channels)
        return Content(
            channel_ids=channels,
            language=common.language,
            text=common.text,
            kind=typed.get("kind") or Kind.ORIGINAL,
            in_reply_to=typed.get("in_reply_to") or "",
            variants=variants_of(self.variants, common),
            images=self.images.pictures(common.language),
        )

    def writing(self) -> Writing:
        """Return what the author hands in; the form must be valid."""
        typed = self.cleaned_data
        return Writing(
            content=self.content(),
            topics=tuple(typed["topics"]),
            urgency=typed["urgency"],
            audience=typed["audience"],
            moment=typed["moment"],
            publish_at=typed["publish_at"],
            answer_by=typed["answer_by"],
            answers=self.answered(),
            thread=self.thread(),
        )

    def change(self, present: Writing) -> Writing:
        """Return what the author hands in, on top of what the draft is now.

        What the author left as the form showed it is not theirs to undo: somebody may have changed it since.
        """
        left = {name: getattr(present, name) for name in DETAILS if name not in self.changed_data}
        if self.answers_nothing():
            left["answer_by"] = None
        return replace(self.writing(), **left, answers=self.answered_on_top_of(present.answers))

    @property
    def channel_groups(self) -> list[tuple[str, list[tuple[Channel, bool]]]]:
        """Return the channels to choose from by platform, each with whether it is chosen."""
        chosen = {str(value) for value in self["channels"].value() or ()}
        known = {channel.pk: channel for channel in self.my_channels}
        return [
            (platform, [(known[pk], str(pk) in chosen) for pk, _handle in group])
            for platform, group in _grouped(self.my_channels)
        ]

    @property
    def has_problems(self) -> bool:
        """Say whether anything typed was refused, the texts of single channels included."""
        return any(form.errors for form in (self, *self.variants))

    def forget_errors(self) -> None:
        """Show what was typed without judging it: the author asked for another row, not for an opinion."""
        for form in (self, *self.variants):
            form.errors.clear()

    def take(self, refused: Refused) -> None:
        """Show a refusal beside the field it is about, or above the form."""
        for name, sentences in (refused.errors or {"": [refused.sentence]}).items():
            place = name.replace(".", "_")
            is_shown = place in self.fields and not self[place].is_hidden
            self.add_error(place if is_shown else None, list(sentences))

    def _variant_forms(self, data: Mapping[str, Any] | None, languages: list[tuple[str, str]]) -> list[VariantForm]:
        common: dict[str, Any] = {"channels": self.my_channels, "languages": languages}
        if data is not None:
            count = min(small_number(data.get("variants", "")) or 0, MOST_VARIANTS)
            return [VariantForm(data, prefix=f"variant-{row}", **common) for row in range(count)]
        rows = rows_of(self.draft.current.body) if self.draft else []
        return [VariantForm(prefix=f"variant-{row}", initial=initial, **common) for row, initial in enumerate(rows)]


def _with_topics_shown(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return what was sent, with the topics that the form had shown: where it had shown none, it sends nothing of them.

    Shown again without that, the form would take the topics that were chosen since for those it had shown.
    """
    name = "initial-topics"
    if not isinstance(data, QueryDict) or name in data:
        return data
    whole = data.copy()
    whole.setlist(name, [])
    return whole


def topic_name(topic: Topic) -> str:
    """Return a topic by its name in the reader's language."""
    return topic.name_fr if topic.name_fr and (get_language() or "").startswith("fr") else topic.name


def _initial(draft: Draft | None, channels: Sequence[Channel]) -> dict[str, Any]:
    if draft is None:
        only = channels[0] if len(channels) == 1 else None
        offered = [code for channel in channels for code in channel.languages] or ["en"]
        # Most people write in the language they read; a text marked with another would be shown and checked as that.
        language = get_language() if get_language() in offered else offered[0]
        chosen = [only.pk] if only else []
        return {"channels": chosen, "language": language, "kind": Kind.ORIGINAL} | {
            "urgency": Urgency.ROUTINE, "audience": Audience.HOST,
        }  # fmt: skip
    body = draft.current.body
    return {
        "base": draft.current.hash, "channels": list(body.channel_ids), "text": body.text, "language": body.language,
        "kind": body.kind, "in_reply_to": body.in_reply_to, "topics": draft.topics, "urgency": draft.urgency,
        "audience": draft.audience, "moment": draft.moment, "publish_at": draft.publish_at, **initial_of(draft),
    }  # fmt: skip


def _grouped(channels: Iterable[Channel]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Yield the channels under the name of their platform, each with its handle and the languages it speaks."""
    ordered = sorted(channels, key=lambda channel: (channel.get_platform_display(), channel.handle))
    for platform, group in groupby(ordered, key=lambda channel: channel.get_platform_display()):
        yield platform, [(channel.pk, channel.handle) for channel in group]


def _languages(channels: Iterable[Channel], draft: Draft | None) -> list[tuple[str, str]]:
    """Return the languages a post can be in: those of the channels, and those the draft has already."""
    codes = dict.fromkeys(code for channel in channels for code in channel.languages)
    if draft is not None:
        body = draft.current.body
        codes |= dict.fromkeys([body.language, *(variant.language for variant in body.variants)])
    named = [(code, language_name(code)) for code in codes or ["en"]]
    return sorted(named, key=lambda pair: pair[1].casefold())
