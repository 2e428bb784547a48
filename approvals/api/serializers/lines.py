"""Cleared lines, as they are given and as an author sends them; and how a text quotes them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals import lines
from approvals.actions.lines import LONGEST_NAME, MOST_TEXTS, Wording
from approvals.api.fields import GivenIdentifier, Identifier, Instant, Language, Text
from approvals.api.serializers.base import (
    ChannelBriefSerializer,
    Given,
    OfficeSerializer,
    PersonSerializer,
    SegmentSerializer,
    Taken,
)
from approvals.checks import LONGEST_REASON, LONGEST_TEXT
from approvals.lifecycle import State
from approvals.models import ClearedLine
from approvals.refusals import Refused
from approvals.rules.cleared_lines import QUOTING
from approvals.rules.content import clean_text

MOST = 100
STANDING_HELP = (
    "`in_the_making` until it is cleared; `to_come` until it is valid; `over` when it ended or was withdrawn."
)
STANDINGS = [(standing, standing) for standing in lines.STANDINGS]
QUOTED = [(quoting, quoting) for quoting in QUOTING]


class LineTextSerializer(Given):
    """What a line says in one language."""

    language = serializers.CharField()
    text = serializers.CharField()


class LineSerializer(Given):
    """A line to take: its texts, its scope, its time. Without topics, countries or channels it is for all of them."""

    id = Identifier()
    name = serializers.CharField()
    standing = serializers.SerializerMethodField(help_text=STANDING_HELP)
    texts = serializers.SerializerMethodField()
    topics = serializers.ListField(child=serializers.CharField())
    countries = serializers.ListField(child=serializers.CharField())
    channels = ChannelBriefSerializer(many=True)
    valid_from = Instant()
    until = Instant()
    office = OfficeSerializer(source="draft.office", help_text="The office that owns it.")
    draft = serializers.UUIDField(
        source="draft_id", help_text="The draft that it is cleared as, for those who may see it."
    )
    reference = serializers.CharField(source="draft.reference")
    state = serializers.ChoiceField(State.choices, source="draft.state")
    revision = serializers.CharField(source="draft.current.hash", help_text="What If-Match names to change it.")
    cleared_at = Instant(allow_null=True)
    withdrawn_by = PersonSerializer(allow_null=True)
    withdrawn_at = Instant(allow_null=True)
    withdraw_reason = serializers.CharField(help_text="Empty unless it was withdrawn.")

    @extend_schema_field(serializers.ChoiceField(STANDINGS))
    def get_standing(self, line: ClearedLine) -> str:
        """Return where it stands now."""
        return lines.standing_of(line, at=self.context["at"])

    @extend_schema_field(LineTextSerializer(many=True))
    def get_texts(self, line: ClearedLine) -> Any:
        """Return its texts by language."""
        found = [{"language": code, "text": text} for code, text in lines.texts_of(line)]
        return LineTextSerializer(found, many=True).data


class LinePublicationSerializer(Given):
    """A published post that quotes a line."""

    channel = ChannelBriefSerializer()
    language = serializers.CharField()
    url = serializers.URLField()
    reference = serializers.CharField(source="draft.reference")
    published_at = Instant()
    taken_down_at = Instant(allow_null=True)


class LineDetailSerializer(LineSerializer):
    """A line, and the published posts that quote it."""

    published = serializers.SerializerMethodField(help_text="The newest hundred posts that quote it.")

    @extend_schema_field(LinePublicationSerializer(many=True))
    def get_published(self, line: ClearedLine) -> Any:
        """Return the posts."""
        return LinePublicationSerializer(self.context["published"], many=True).data


class LineTextInputSerializer(Taken):
    """What a line says in one language."""

    language = Language()
    text = Text(allow_blank=True, max_length=LONGEST_TEXT)


class LineInputSerializer(Taken):
    """A line to be changed; what is left out stays as it is."""

    name = Text(max_length=LONGEST_NAME)
    texts = serializers.ListField(child=LineTextInputSerializer(), min_length=1, max_length=MOST_TEXTS)
    topics = serializers.ListField(child=Text(max_length=40), required=False, max_length=MOST)
    countries = serializers.ListField(child=Text(max_length=2), required=False, max_length=MOST)
    channels = serializers.ListField(child=GivenIdentifier(), required=False, max_length=MOST)
    valid_from = Instant(required=False, allow_null=True, help_text="Null or left out: once it is cleared.")
    until = Instant()


class NewLineSerializer(LineInputSerializer):
    """A line to be written; it is submitted as a draft."""

    office = GivenIdentifier(help_text="The office that owns it: one where you are an author.")


class WithdrawLineSerializer(Taken):
    """Why a line is withdrawn."""

    reason = Text(max_length=LONGEST_REASON, trim_whitespace=True, help_text="Whoever quotes it reads this.")


def wording_from(given: Mapping[str, Any], old: ClearedLine | None = None) -> Wording:
    """Return what was sent as the actions take it, on top of what the line is now."""
    kept = dict(lines.texts_of(old)) if old is not None else {}
    texts = _texts_from(given["texts"]) if "texts" in given else kept
    until: datetime | None = given.get("until", old.until if old is not None else None)
    return Wording(
        name=given.get("name", old.name if old is not None else ""),
        texts=texts,
        until=until,
        topics=tuple(given.get("topics", old.topics if old is not None else ())),
        countries=tuple(given.get("countries", old.countries if old is not None else ())),
        channel_ids=tuple(given.get("channels", [one.pk for one in old.channels.all()] if old is not None else ())),
        valid_from=given.get("valid_from", old.valid_from if old is not None else None),
    )


def _texts_from(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the texts by language; two in one language are refused, or one would be lost without a word."""
    texts = {row["language"]: clean_text(row["text"]) for row in rows}
    if len(texts) < len(rows):
        raise Refused("line_language_repeated", field="texts")
    return texts


class LineUseSerializer(Given):
    """A line that the present text of a draft quotes."""

    line = Identifier(source="line_id")
    name = serializers.CharField(source="line.name")
    language = serializers.CharField()
    unaltered = serializers.BooleanField(help_text="Whether the posts in this language consist of cleared lines alone.")


class QuotedPostSerializer(Given):
    """How one post quotes cleared lines; `changes` turn the line `nearest` into the text, where it is `altered`."""

    channel = Identifier(source="post.channel_id")
    language = serializers.CharField(source="post.language")
    kind = serializers.ChoiceField(QUOTED, source="quotation.kind")
    lines = serializers.ListField(
        child=Identifier(), source="quotation.lines", help_text="Those that stand in it whole."
    )
    nearest = Identifier(source="quotation.nearest", allow_null=True)
    changes = SegmentSerializer(source="quotation.changes", many=True)
    beyond = serializers.ListField(child=Identifier(), help_text="Lines that stand in it, but are not for this draft.")


class QuotingSerializer(Given):
    """How a text quotes cleared lines, as conditions ask for it, and post by post; no posts where it quotes none."""

    kind = serializers.ChoiceField(QUOTED)
    posts = QuotedPostSerializer(many=True)
