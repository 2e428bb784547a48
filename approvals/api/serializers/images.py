"""Images: as they are kept, as they stand in a draft, and as a post has them."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals.actions.images import LONGEST_DESCRIPTION, MOST_IMAGES
from approvals.api.fields import GivenIdentifier, Identifier, Language, Text
from approvals.api.serializers.base import Given, Taken
from approvals.rules.content import Picture
from approvals.rules.image_difference import KINDS

MOST_LANGUAGES = 50


class HashField(serializers.RegexField):
    """What identifies an image: the SHA-256 of its bytes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[0-9a-f]{64}$", **kwargs)


class UploadSerializer(Taken):
    """A file that holds one still image: JPEG, PNG, WebP or GIF, of up to 15 MB."""

    image = serializers.FileField()


class ImageSerializer(Given):
    """An image as it is kept: made anew as a JPEG, without anything but the picture."""

    hash = serializers.CharField()
    format = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    size = serializers.IntegerField(help_text="In bytes.")
    address = serializers.SerializerMethodField(help_text="Where whoever is signed in, and may see it, finds it.")

    def get_address(self, image: Any) -> str:
        """Return the path of the image."""
        return address_of(image.hash)


class PostImageSerializer(Given):
    """An image of one post, with its description in the language of the post."""

    hash = serializers.CharField()
    description = serializers.CharField()
    address = serializers.SerializerMethodField()

    def get_address(self, image: Any) -> str:
        """Return the path of the image."""
        return address_of(image.hash)


class DescriptionSerializer(Given):
    """What describes an image in one language."""

    language = serializers.CharField()
    text = serializers.CharField()


class PictureSerializer(Given):
    """An image of a draft with all its descriptions; it goes with the posts named, or with every one."""

    hash = serializers.CharField()
    descriptions = serializers.SerializerMethodField()
    channels = serializers.ListField(child=Identifier(), source="channel_ids")
    languages = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(DescriptionSerializer(many=True))
    def get_descriptions(self, picture: Picture) -> list[dict[str, str]]:
        """Return the descriptions in the order of their languages."""
        return [{"language": language, "text": text} for language, text in picture.descriptions]


class ImageChangeSerializer(Given):
    """One change of one image: where it stood and stands, and its description before and after."""

    kind = serializers.ChoiceField([(kind, kind) for kind in KINDS])
    hash = serializers.CharField()
    before = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField(allow_null=True)
    old = serializers.CharField()
    new = serializers.CharField()


class VariantSerializer(Given):
    """A text of its own for one channel in one language."""

    channel = Identifier(source="channel_id")
    language = serializers.CharField()
    text = serializers.CharField()


class PostedSerializer(VariantSerializer):
    """One post as it would be posted, with its images in order."""

    images = PostImageSerializer(many=True)


class DescriptionInputSerializer(Taken):
    """What describes an image in one language."""

    language = Language()
    text = Text(allow_blank=True, max_length=LONGEST_DESCRIPTION)


class PictureInputSerializer(Taken):
    """An image that was sent before, in its place; without channels or languages it goes with every post."""

    hash = HashField()
    descriptions = serializers.ListField(
        child=DescriptionInputSerializer(),
        required=False,
        max_length=MOST_LANGUAGES,
        help_text="One for each language.",
    )
    channels = serializers.ListField(child=GivenIdentifier(), required=False, max_length=50)
    languages = serializers.ListField(child=Language(), required=False, max_length=MOST_LANGUAGES)

    def validate_descriptions(self, given: list[dict[str, str]]) -> list[dict[str, str]]:
        """Refuse two descriptions in one language: one of them would be lost without a word."""
        if len({one["language"] for one in given}) < len(given):
            raise serializers.ValidationError(_("Two descriptions are in the same language. Keep one of them."))
        return given


class PicturesField(serializers.ListField):
    """The images of a draft, in their order; the whole of them, each time."""

    child = PictureInputSerializer()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_IMAGES, **kwargs)


def pictures_from(given: list[Mapping[str, Any]]) -> tuple[Picture, ...]:
    """Return the images that were handed in."""
    return tuple(
        Picture(
            one["hash"],
            tuple(sorted((said["language"], said["text"]) for said in one.get("descriptions", ()))),
            tuple(one.get("channels", ())),
            tuple(one.get("languages", ())),
        )
        for one in given
    )


def address_of(digest: str) -> str:
    """Return the path at which an image is found."""
    return reverse("image", args=[digest])
