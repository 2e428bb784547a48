"""Conversations and reply templates: read by whoever may see a part of them; templates written by their keepers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals import conversations, reply_templates
from approvals.actions import templates as acts
from approvals.actions.templates import Template
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Cursor, Order, page
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.talk import (
    ConversationSerializer,
    ConversationThreadSerializer,
    NewReplyTemplateSerializer,
    ReplyTemplateSerializer,
    SaidSerializer,
)
from approvals.api.views.base import Door, ListingSerializer
from approvals.conversations import Place, Talk, Wanted

TAG = "Conversations"
KINDS = (bool, datetime.fromisoformat, datetime.fromisoformat, UUID)
BEGUN = Order("conversation", ("created_at", "pk"))
NEWEST = Order("reply_templates", ("-written_at", "pk"))


class ConversationFilterSerializer(ListingSerializer):
    """Which conversations."""

    office = serializers.CharField(required=False, max_length=8, help_text="The code of an office that speaks in it.")
    waiting = serializers.BooleanField(
        required=False, help_text="Only those that wait for an answer, or only the others."
    )
    overdue = serializers.BooleanField(required=False, help_text="True: only those whose answer is overdue.")


class ConversationsView(Door):
    """The conversations."""

    @describes(
        "list_conversations",
        "Conversations I may see part of: those that wait for an answer first, then the newest",
        gives=page_of(ConversationSerializer),
        parameters=[ConversationFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List conversations."""
        asked = self.asked(ConversationFilterSerializer)
        wanted = Wanted(asked.get("office", ""), asked.get("waiting"), asked.get("overdue", False))
        typed = asked.get("cursor", "")
        cursor = Cursor.read(typed, name="conversations", kinds=KINDS) if typed else None

        def fetch(at: Cursor | None, count: int) -> Sequence[Talk]:
            place = Place(*at.values) if at else None
            sides: dict[str, Any] = {"before" if at and at.backwards else "after": place}
            return conversations.listed(self.user, at=self.at, limit=count, wanted=wanted, **sides)

        found = page(fetch, name="conversations", place=_place, cursor=cursor, limit=asked.get("limit", PAGE))
        return self.give_page(ConversationSerializer, found)


class ConversationView(Door):
    """One conversation."""

    @describes(
        "read_conversation",
        "One conversation, with a page of our drafts in it and what they answer",
        gives=ConversationThreadSerializer,
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """Read one conversation."""
        talk = conversations.one(self.user, conversation_id, at=self.at)
        drafts = conversations.drafts_in(self.user, talk.conversation, at=self.at)
        asked = self.asked()
        found = BEGUN.page(drafts, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        context = {"at": self.at}
        return Response({
            **ConversationSerializer(talk, context=context).data,
            **found.addresses(request),
            "results": SaidSerializer(found.rows, many=True, context=context).data,
        })  # fmt: skip


class TemplateFilterSerializer(ListingSerializer):
    """Which templates."""

    retired = serializers.BooleanField(required=False, help_text="Only those retired, or only the others.")
    language = serializers.CharField(required=False, max_length=16)


class ReplyTemplatesView(Door):
    """The reply templates."""

    @describes(
        "list_reply_templates",
        "Reply templates of my offices and of the ministry, the newest first",
        gives=page_of(ReplyTemplateSerializer),
        parameters=[TemplateFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List templates."""
        asked = self.asked(TemplateFilterSerializer)
        found = reply_templates.visible(self.user, at=self.at)
        if "retired" in asked:
            found = found.filter(retired_at__isnull=not asked["retired"])
        if "language" in asked:
            found = found.filter(language=asked["language"])
        rows = NEWEST.page(found, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(ReplyTemplateSerializer, rows)

    @describes(
        "write_reply_template",
        "Keep a text for replies to begin with; it clears nothing",
        takes=NewReplyTemplateSerializer,
        gives=ReplyTemplateSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Write a template."""
        given = self.sent(NewReplyTemplateSerializer)
        asked = Template(
            given.get("office"), given["name"], given["language"], given["text"], tuple(given.get("topics", ()))
        )
        template = acts.write(asked=asked, by=self.user, at=self.at)
        response = self.give(ReplyTemplateSerializer, template, status=201)
        response["Location"] = reverse("api:reply_templates")
        return response


class RetireTemplateView(Door):
    """The end of a template."""

    @describes(
        "retire_reply_template",
        "Offer a template to nobody any more; it stays on record",
        gives=ReplyTemplateSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, template_id: UUID) -> Response:
        """Retire a template."""
        self.nothing_sent()
        return self.give(ReplyTemplateSerializer, acts.retire(template_id=template_id, by=self.user, at=self.at))


def _place(talk: Talk) -> tuple[object, ...]:
    place = talk.place
    return (place.waits, place.answer_by, place.latest_at, place.id)
