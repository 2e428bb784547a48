"""What the page of the form shows beside it: counts, findings, the route with its verdict, counterparts, and times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import reading
from accounts.models import Office
from approvals.actions.write import Writing
from approvals.fast_path import Glance
from approvals.models import Audience, Draft, Hold, Kind, Urgency
from approvals.preview import Preview
from approvals.ways import Way
from approvals.web.findings_in_text import Findings, found_in
from approvals.web.forms.writing import WriteForm
from approvals.web.verdict import Verdict, is_too_late, verdict_of
from approvals.web.written_texts import WrittenText, addable, fields_of, written
from approvals.web.written_times import Shortcut, closed, holds_over, late_enough, shortcuts, there
from channels.models import Channel

WAYS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "urgency": (_("As an urgent post it would be cleared by %(time)s."), _("Make it urgent")),
    "topics": (_("If it were not about %(what)s: %(time)s."), _("Take the topic out")),
    "channels": (_("Without %(what)s: %(time)s."), _("Leave the channel out")),
}


@dataclass(frozen=True, slots=True)
class OfferedWay:
    """A change that would make the draft be in time: a sentence, and a button with what it does."""

    sentence: str
    button: str
    do: str


@dataclass(frozen=True)
class WritePage:
    """One reading of the form: what stands in it (`said`), what it would meet, and everything told of that."""

    form: WriteForm
    said: Writing
    preview: Preview
    glance: Glance | None
    channels: Sequence[Channel]
    draft: Draft | None
    at: datetime
    confirmed: list[str] = field(default_factory=list)

    @cached_property
    def texts(self) -> list[WrittenText]:
        """Return the texts beside each other, with their counts."""
        return written(self.form, self.said.content, self.preview.posts, self.draft)

    @cached_property
    def findings(self) -> Findings:
        """Return what was found, each with its place."""
        return found_in(self.preview.posts, fields_of(self.texts), at=self.at)

    @cached_property
    def verdict(self) -> Verdict:
        """Return the line beside the buttons."""
        return verdict_of(self.preview, self.findings, self.glance, confirmed=self.confirmed, is_blank=self.is_blank)

    @property
    def is_blank(self) -> bool:
        """Say whether nothing has been written yet, so that there is nothing to judge."""
        content = self.said.content
        return not content.text.strip() and not any(variant.text.strip() for variant in content.variants)

    @cached_property
    def office(self) -> Office | None:
        """Return the office that the draft would be of."""
        if self.draft is not None:
            return self.draft.office
        chosen = {channel.pk: channel for channel in self.channels}
        first = next((chosen[pk] for pk in self.said.content.channel_ids if pk in chosen), None)
        return (first or self.channels[0]).office if self.channels else None

    @cached_property
    def holds(self) -> list[Hold]:
        """Return the holds that it would wait on."""
        if self.office is None or not self.preview.posts:
            return []
        topics = self.said.topics
        return holds_over(self.said.content, self.channels, topics, self.office, at=self.at)

    @property
    def later(self) -> Shortcut | None:
        """Return a time that it would make, where the one it has is too early."""
        expected = self.preview.expected_clear_at
        return late_enough(expected) if expected is not None and is_too_late(self.preview) else None

    def context(self) -> dict[str, Any]:
        """Return what the page and its live part draw."""
        said, office = self.said, self.office
        return {
            "preview": self.preview,
            "texts": self.texts,
            "findings": self.findings,
            "verdict": self.verdict,
            "is_blank": self.is_blank,
            "addable": addable(said.content, self.channels),
            "too_late": is_too_late(self.preview),
            "moment": said.moment,
            "slot": said.publish_at,
            "ways": [self._offered(way) for way in self.preview.ways],
            "later": self.later,
            "later_field": "publish_at" if said.publish_at else "moment",
            "holds": self.holds,
            "shortcuts": shortcuts(self.at),
            "times_there": [words for words in self._times_there(office) if words],
            "said_urgency": Urgency(said.urgency).label,
            "said_audience": Audience(said.audience).label,
            "said_kind": Kind(said.content.kind).label,
            "answered": self._answered(),
        }

    def _offered(self, way: Way) -> OfferedWay:
        """Return one change that makes it, in words, with the button that makes the change."""
        values = {"time": reading.moment_brief(way.expected_clear_at), "what": self._named(way)}
        sentence, button = WAYS[way.change]
        verb = "set" if way.change == "urgency" else "drop"
        return OfferedWay(str(sentence) % values, str(button), f"{verb}-{way.change}-{way.value}")

    def _named(self, way: Way) -> str:
        if way.change == "channels":
            return next((str(channel) for channel in self.channels if str(channel.pk) == way.value), "")
        names = dict(self.form.fields["topics"].choices)  # type: ignore[attr-defined]
        return str(names.get(way.value, way.value))

    def _answered(self) -> dict[str, str] | None:
        """Return what a reply or a repost answers, as far as it stands in the form; None for any other post."""
        if self.said.content.kind == Kind.ORIGINAL:
            return None
        typed = self.form.cleaned_data if self.form.is_bound else self.form.initial
        return {
            "author": typed.get("answers_author") or "",
            "text": typed.get("answers_text") or "",
            "address": self.said.content.in_reply_to,
        }

    def _times_there(self, office: Office | None) -> list[str]:
        if office is None:
            return []
        instants = dict.fromkeys((self.said.publish_at, self.said.moment))
        return [*(there(at, office) for at in instants), closed(self.said.publish_at, office)]
