"""Who asks, and the channels they may write for."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Role, User
from approvals.api.fields import Identifier, Instant
from approvals.api.serializers.at_once import MyAuthorizationSerializer
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer
from channels.models import Channel
from notifications.rendering import line


class PostingSerializer(Given):
    """One post that a person holds now, or acts for."""

    id = Identifier(source="pk")
    office = OfficeSerializer()
    role = serializers.ChoiceField(Role.choices)
    starts_at = Instant()
    ends_at = Instant(allow_null=True)
    is_acting = serializers.BooleanField(help_text="Whether it is that of an acting head, such as a chargé d’affaires.")
    acting_for = PersonSerializer(allow_null=True, help_text="Whose post it is, for a deputy; null for one's own.")


class MeSerializer(Given):
    """Who asks."""

    id = Identifier()
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.EmailField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    postings = PostingSerializer(many=True)
    offices = OfficeSerializer(many=True)
    allowed = serializers.ListField(
        child=serializers.CharField(), help_text="write, decide, publish, retract, policies, records."
    )
    authorizations = MyAuthorizationSerializer(many=True, help_text="The pre-authorizations that I may use.")
    awaiting = serializers.IntegerField(help_text="How many drafts await a decision, counted up to 100.")
    unread = serializers.IntegerField(help_text="How many notifications are unread, counted up to 100.")


class FreezeSerializer(Given):
    """Who said that an account may be compromised, since when nothing is published to it, and why."""

    by = PersonSerializer()
    since = Instant(source="at")
    reason = serializers.CharField()


class ChannelSerializer(Given):
    """One registered social account."""

    id = Identifier()
    platform = serializers.CharField()
    handle = serializers.CharField()
    name = serializers.CharField(source="__str__")
    office = OfficeSerializer()
    languages = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(Channel.State.choices)
    freeze = serializers.SerializerMethodField(
        help_text="Why it is frozen, where somebody said that it may be compromised; else null."
    )

    @extend_schema_field(FreezeSerializer(allow_null=True))
    def get_freeze(self, channel: Channel) -> Any:
        """Return the freeze that stands, read along with the list."""
        standing = vars(channel)["standing_freezes"]
        return FreezeSerializer(standing[0], context=self.context).data if standing else None


class NotificationSerializer(Given):
    """One message of the inbox, in the reader's language."""

    id = Identifier()
    kind = serializers.CharField()
    line = serializers.SerializerMethodField(help_text="The message in one sentence.")
    path = serializers.CharField(help_text="The page it is about; empty for none.")
    thread = serializers.CharField(help_text="The reference of the draft it is about; empty for none.")
    created_at = Instant()
    read_at = Instant(allow_null=True)

    def get_line(self, message: Any) -> str:
        """Return the sentence in the reader's language and time zone."""
        reader: User = self.context["reader"]
        return line(message, reader.language, reader.time_zone)
