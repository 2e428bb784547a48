"""Conversations, what a reply answers, and the templates that replies begin with."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals import answer_times, conversations
from approvals.actions.answering import LONGEST_ANSWERED, LONGEST_AUTHOR
from approvals.actions.templates import LONGEST_NAME, LONGEST_TEXT
from approvals.api.fields import GivenIdentifier, Instant, Language, Span, Text
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, Taken
from approvals.conversations import Talk
from approvals.lifecycle import State
from approvals.models import Draft, Kind
from approvals.rules.excerpt import excerpt

MOST_TOPICS = 50


class AnswersSerializer(Taken):
    """The post that a reply or a repost answers, as somebody pasted it: nothing of it is fetched."""

    author = Text(required=False, allow_blank=True, max_length=LONGEST_AUTHOR)
    text = Text(required=False, allow_blank=True, max_length=LONGEST_ANSWERED)
    posted_at = Instant(required=False, allow_null=True, help_text="When it was posted, as far as it is known.")


class AnsweredSerializer(Given):
    """The post that a draft answers, as it was pasted, by whom, and when."""

    author = serializers.CharField()
    text = serializers.CharField()
    posted_at = Instant(allow_null=True)
    entered_by = PersonSerializer()
    entered_at = Instant()


class WaitingSerializer(Given):
    """The reply that a conversation waits for."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    answer_by = Instant(allow_null=True)


class ConversationSerializer(Given):
    """A conversation, as far as the person who asks may see it."""

    id = serializers.UUIDField(source="conversation.id")
    office = OfficeSerializer(source="conversation.office", help_text="The office that it began with.")
    opened_at = Instant(source="conversation.opened_at")
    latest_at = Instant(source="conversation.latest_at", help_text="When the latest of our drafts joined it.")
    drafts = serializers.IntegerField(source="count", help_text="How many drafts of ours one may see in it.")
    excerpt = serializers.SerializerMethodField(help_text="The beginning of the latest draft of ours.")
    waiting = WaitingSerializer(allow_null=True, help_text="The reply that it waits for; null while nothing waits.")
    answer_by = Instant(allow_null=True)
    overdue = serializers.SerializerMethodField(help_text="Whether it has waited beyond the time to answer by.")

    def get_excerpt(self, talk: Talk) -> str:
        """Return the beginning of the text."""
        return excerpt(talk.latest.current.body)

    def get_overdue(self, talk: Talk) -> bool:
        """Say whether the answer is overdue now."""
        return talk.waiting is not None and answer_times.is_late(talk.waiting, at=self.context["at"])


class OutSerializer(Given):
    """Where a post of ours is out."""

    url = serializers.URLField()
    published_at = Instant()
    taken_down_at = Instant(allow_null=True)


class SaidSerializer(Given):
    """A draft of ours in a conversation, with what it answers."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    state = serializers.ChoiceField(State.choices)
    author = PersonSerializer()
    office = OfficeSerializer()
    language = serializers.CharField(source="current.body.language")
    text = serializers.CharField(source="current.body.text")
    in_reply_to = serializers.CharField(source="current.body.in_reply_to")
    answers = serializers.SerializerMethodField(help_text="What it answers; null for what answers nothing.")
    created_at = Instant()
    published_at = Instant(allow_null=True)
    answer_by = Instant(allow_null=True)
    overdue = serializers.SerializerMethodField(help_text="Whether the conversation waits for it, and too long.")
    took = serializers.SerializerMethodField(
        help_text="How long the answer took: since the post was posted, where that is known, else since it was begun."
    )
    publications = OutSerializer(source="publications.all", many=True)

    @extend_schema_field(AnsweredSerializer(allow_null=True))
    def get_answers(self, draft: Draft) -> Any:
        """Return what it answers."""
        kept = conversations.answered_of(draft)
        return AnsweredSerializer(kept).data if kept else None

    def get_overdue(self, draft: Draft) -> bool:
        """Say whether it is overdue now."""
        return answer_times.is_late(draft, at=self.context["at"])

    @extend_schema_field(Span(allow_null=True))
    def get_took(self, draft: Draft) -> str | None:
        """Return how long it took."""
        took = conversations.took(draft)
        return Span().to_representation(took.length) if took else None


class ConversationThreadSerializer(ConversationSerializer):
    """A conversation with a page of its drafts, in the order in which they were begun."""

    next = serializers.URLField(allow_null=True, help_text="The address of the next page of drafts.")
    previous = serializers.URLField(allow_null=True, help_text="The address of the page before.")
    results = SaidSerializer(many=True)


class ReplyTemplateSerializer(Given):
    """A text that replies begin with. It clears nothing."""

    id = serializers.UUIDField()
    office = OfficeSerializer(allow_null=True, help_text="Null: for the whole ministry.")
    name = serializers.CharField()
    language = serializers.CharField()
    text = serializers.CharField()
    topics = serializers.ListField(child=serializers.CharField())
    written_by = PersonSerializer()
    written_at = Instant()
    retired_at = Instant(allow_null=True)


class NewReplyTemplateSerializer(Taken):
    """A template to be kept; without an office it is for the whole ministry, and a policy officer's to write."""

    office = GivenIdentifier(required=False, allow_null=True)
    name = Text(max_length=LONGEST_NAME)
    language = Language()
    text = Text(max_length=LONGEST_TEXT)
    topics = serializers.ListField(child=Text(max_length=40), required=False, max_length=MOST_TOPICS)
