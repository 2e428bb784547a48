"""Other services that hear of what happens, as they are given and as they are registered."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers

from accounts.models import check_time_zone
from approvals.api.fields import Choice, GivenIdentifier, Identifier, Instant, Text
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, Taken
from notifications.services import groups, queries

LONGEST_NAME, LONGEST_ADDRESS = 80, 2000
MOST_OFFICES, MOST_AT_ONCE = 300, 1000
STATES = [("on", "on"), ("by_hand", "by_hand"), ("gone", "gone")]
ADDRESS = "The https address that takes what is sent, or an Apprise address. It is never given out again."
GROUP_NAMES = list(groups.LABELS)


class WebhookSerializer(Given):
    """A service that hears of what happens. Of its address only the host is given."""

    id = Identifier(source="pk")
    name = serializers.CharField()
    format = serializers.ChoiceField(queries.FORMATS)
    host = serializers.CharField()
    language = serializers.ChoiceField(queries.LANGUAGES)
    time_zone = serializers.CharField()
    groups = serializers.ListField(child=serializers.CharField(), help_text="With `kinds`: what it hears of.")
    kinds = serializers.ListField(child=serializers.CharField(), help_text="No groups and no kinds: everything.")
    offices = OfficeSerializer(many=True, help_text="None: the whole ministry.")
    state = serializers.SerializerMethodField(help_text="on; by_hand: switched off; gone: its receiver answered 410.")
    off_since = Instant(allow_null=True)
    quiet_until = Instant(allow_null=True, help_text="It did not answer, and is not tried before then.")
    former_secret_until = Instant(allow_null=True, help_text="Until then the former secret signs too.")
    created_by = PersonSerializer()
    created_at = Instant()
    waiting = serializers.IntegerField(help_text="How many deliveries wait to be sent.")
    dead = serializers.IntegerField(help_text="How many deliveries were given up.")

    def get_state(self, endpoint: Any) -> str:
        """Say whether it is told anything."""
        return str(endpoint.off) or "on"


class WebhookWithSecretSerializer(WebhookSerializer):
    """A service with the secret that its webhooks are signed with from now on."""

    secret = serializers.SerializerMethodField(
        help_text="Given here and never again, nor in the answer to a repeat: null then, and for formats without one."
    )

    def get_secret(self, endpoint: Any) -> str | None:
        """Return nothing: the door adds the secret to the answer when the answer has been kept without it."""
        return None


class ChangedWebhookSerializer(Taken):
    """What is to be different about a service; what is left out stays."""

    name = Text(max_length=LONGEST_NAME, trim_whitespace=True, required=False)
    address = Text(max_length=LONGEST_ADDRESS, required=False, help_text=ADDRESS)
    language = Choice(queries.LANGUAGES, required=False)
    time_zone = Text(max_length=64, required=False, help_text="An IANA name; instants in sentences are told in it.")
    groups = serializers.ListField(child=Choice(GROUP_NAMES), required=False, max_length=len(GROUP_NAMES))
    kinds = serializers.ListField(child=Text(max_length=40), required=False, max_length=200)
    offices = serializers.ListField(child=GivenIdentifier(), required=False, max_length=MOST_OFFICES)

    def validate_time_zone(self, name: str) -> str:
        """Refuse what is no zone."""
        try:
            check_time_zone(name)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None
        return name

    def validate_kinds(self, kinds: list[str]) -> list[str]:
        """Refuse a kind that there is not."""
        unknown = [kind for kind in kinds if kind not in groups.ALL_KINDS]
        if unknown:
            raise serializers.ValidationError(serializers.ChoiceField.default_error_messages["invalid_choice"].format(
                input=unknown[0]
            ))  # fmt: skip
        return kinds


class NewWebhookSerializer(ChangedWebhookSerializer):
    """A service to be told of what happens."""

    name = Text(max_length=LONGEST_NAME, trim_whitespace=True)
    format = Choice(queries.FORMATS)
    address = Text(max_length=LONGEST_ADDRESS, help_text=ADDRESS)


class DeliverySerializer(Given):
    """One event on its way to a service."""

    id = Identifier(source="pk")
    webhook_id = serializers.SerializerMethodField(help_text="The header of this name, the same at every attempt.")
    kind = serializers.CharField()
    thread = serializers.CharField(help_text="The reference of the draft it is about; empty for none.")
    created_at = Instant()
    status = serializers.ChoiceField(queries.STATUSES)
    attempts = serializers.IntegerField()
    next_attempt_at = Instant(allow_null=True)
    sent_at = Instant(allow_null=True)
    last_error = serializers.CharField(help_text="Why the last attempt failed, such as http_500 or no_answer.")

    def get_webhook_id(self, delivery: Any) -> str:
        """Return the identifier that goes out."""
        return f"msg_{delivery.message_id.hex}"


class SendAgainSerializer(Taken):
    """Which deliveries that were given up start anew."""

    deliveries = serializers.ListField(
        child=GivenIdentifier(), required=False, max_length=MOST_AT_ONCE, help_text="Left out: all of them."
    )


class SentAgainSerializer(Given):
    """How many deliveries start anew."""

    count = serializers.IntegerField()


class RemovedSerializer(Given):
    """The service that is no more."""

    name = serializers.CharField()
