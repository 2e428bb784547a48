"""The record of a draft: events, revisions, what changed between two, comments."""

from rest_framework import serializers

from approvals.api.fields import AnyObject, Identifier, Instant
from approvals.api.serializers.base import Given, PersonSerializer, SegmentSerializer
from approvals.api.serializers.images import ImageChangeSerializer, PostedSerializer


class EventSerializer(Given):
    """One thing that happened to a draft. `hash` covers its content and `previous`, the hash of the one before it."""

    sequence = serializers.IntegerField()
    kind = serializers.CharField()
    at = Instant()
    by = PersonSerializer(allow_null=True, help_text="Who did it; null when the clock did.")
    # A field, not the serializer's own property: the metaclass takes fields out of the class.
    data = AnyObject()  # type: ignore[assignment]
    previous = serializers.CharField()
    hash = serializers.CharField()


class RevisionSerializer(Given):
    """One version of a draft's content, which never changes."""

    number = serializers.IntegerField()
    hash = serializers.CharField()
    written_by = PersonSerializer()
    acting_for = PersonSerializer(allow_null=True)
    created_at = Instant()
    kind = serializers.CharField(source="body.kind")
    in_reply_to = serializers.CharField(source="body.in_reply_to")
    posts = PostedSerializer(source="body.posts", many=True)


class PostDifferenceSerializer(Given):
    """What changed in one post."""

    channel = Identifier(source="channel_id")
    language = serializers.CharField()
    changed = serializers.BooleanField(source="is_changed")
    segments = SegmentSerializer(many=True)
    images = ImageChangeSerializer(many=True)


class DifferenceSerializer(Given):
    """What one revision changed, post by post; `against` is null for the first."""

    number = serializers.IntegerField()
    against = serializers.IntegerField(allow_null=True)
    posts = PostDifferenceSerializer(many=True)


class CommentSerializer(Given):
    """What somebody said about a draft, and the number of the revision it was said about.

    A comment on a passage has the words (`quote`) and their place in that revision: of the common text (`channel` is
    null), or of the text of a channel; `start` and `end` count characters (code points). Else these are empty or null.
    """

    id = Identifier()
    by = PersonSerializer()
    at = Instant()
    revision = serializers.IntegerField(source="revision.number")
    text = serializers.CharField()
    quote = serializers.CharField(allow_blank=True)
    channel = Identifier(source="channel_id", allow_null=True)
    language = serializers.CharField(allow_blank=True)
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    answers = Identifier(source="answers_id", allow_null=True, help_text="The comment that this one answers.")
    settled_by = PersonSerializer(allow_null=True, help_text="Who settled it, with its answers; null while it is open.")
    settled_at = Instant(allow_null=True)
