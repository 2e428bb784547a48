"""What an author sends: a text, what it is about, when it is needed; and what goes with each verb."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals.actions.answering import NOTHING, Answered
from approvals.actions.concur import LONGEST_QUESTION, LONGEST_REASON
from approvals.actions.conversing import Thread
from approvals.actions.write import Writing
from approvals.api.fields import AnyObject, Choice, Count, GivenIdentifier, Instant, Key, Language, Span, Text
from approvals.api.serializers.base import Taken
from approvals.api.serializers.images import PicturesField, pictures_from
from approvals.api.serializers.talk import AnswersSerializer
from approvals.checks import LONGEST_TEXT
from approvals.models import POST_KINDS, Audience, Decision, Kind, Reason, Step, Urgency
from approvals.refusals import Refused
from approvals.rules.content import Content, Variant

DETAILS = ("urgency", "audience", "moment", "publish_at", "answer_by")
MOST_CHANNELS = 50
MOST_DECISIONS = 100
LONGEST_ADDRESS = 500


class VariantInputSerializer(Taken):
    """A text of its own for one channel; in the draft's language unless it says another."""

    channel = GivenIdentifier()
    language = Language(required=False)
    text = Text(allow_blank=True, max_length=LONGEST_TEXT)


class TextInputSerializer(Taken):
    """A text for some channels."""

    channels = serializers.ListField(child=GivenIdentifier(), min_length=1, max_length=MOST_CHANNELS)
    language = Language()
    text = Text(
        required=False, allow_blank=True, max_length=LONGEST_TEXT, help_text="For every channel without a variant."
    )
    kind = Choice(POST_KINDS, required=False)
    in_reply_to = Text(required=False, allow_blank=True, max_length=LONGEST_ADDRESS)
    variants = serializers.ListField(child=VariantInputSerializer(), required=False, max_length=2 * MOST_CHANNELS)
    images = PicturesField(required=False, help_text="Sent before, to `/images/`; the whole of them, each time.")
    topics = serializers.ListField(child=Text(max_length=40), required=False, max_length=MOST_CHANNELS)
    urgency = Choice(Urgency.choices, required=False)
    audience = Choice(Audience.choices, required=False)


class WritingSerializer(TextInputSerializer):
    """What an author hands in."""

    moment = Instant(required=False, allow_null=True, help_text="When the post is no longer worth posting.")
    publish_at = Instant(required=False, allow_null=True, help_text="Its slot: not to be published before.")
    answers = AnswersSerializer(
        required=False, help_text="What a reply or a repost answers; the whole of it, each time."
    )
    answer_by = Instant(
        required=False, allow_null=True, help_text="By when to answer. When it passes, the author and those asked hear."
    )
    conversation = Key(
        required=False, help_text="The conversation that a reply joins; left out, its address finds it or begins one."
    )


def content_from(given: Mapping[str, Any], old: Content) -> Content:
    """Return the content with what was given in place of the old; the rest stays."""
    language = given.get("language", old.language)
    variants = old.variants
    if "variants" in given:
        variants = tuple(
            Variant(row["channel"], row.get("language", language), row["text"]) for row in given["variants"]
        )
    return Content(
        channel_ids=tuple(given.get("channels", old.channel_ids)),
        language=language,
        text=given.get("text", old.text),
        kind=given.get("kind", old.kind),
        in_reply_to=given.get("in_reply_to", old.in_reply_to),
        variants=variants,
        images=pictures_from(given["images"]) if "images" in given else old.images,
    )


def writing_from(given: Mapping[str, Any], old: Writing) -> Writing:
    """Return the writing with what was given in place of the old; the rest stays."""
    details = {name: given[name] for name in DETAILS if name in given}
    if "topics" in given:
        details["topics"] = tuple(given["topics"])
    if "answers" in given:
        details["answers"] = Answered(**given["answers"])
    if "conversation" in given:
        details["thread"] = Thread(given["conversation"])
    if given.get("kind") == Kind.ORIGINAL:
        # What is made an original drops what it answered, unless somebody says otherwise in the same breath.
        details = {"answers": NOTHING, "answer_by": None} | details
    return replace(old, content=content_from(given, old.content), **details)


BLANK = Writing(Content(channel_ids=(), language="", text=""))


class SubmissionSerializer(Taken):
    """A submission; `confirm` names the findings that the author has seen and stands by."""

    confirm = serializers.ListField(child=Text(max_length=100), required=False, max_length=100)
    revision = Text(
        required=False, max_length=100, help_text="The hash of the revision the author read: 409 for another."
    )


class VerdictSerializer(Taken):
    """A verdict on the revision that its maker read."""

    ONLY_WITH = {"reason": Decision.Verdict.REJECT, "proposal": Decision.Verdict.REQUEST_CHANGES}

    verdict = Choice(Decision.Verdict.choices)
    revision = Text(
        allow_blank=True, max_length=200, help_text="The hash of the revision: 428 without, 409 for another."
    )
    comment = Text(required=False, allow_blank=True, max_length=5000, help_text="Needed to request changes.")
    reason = Choice(Reason.choices, required=False, help_text="Needed to reject.")
    proposal = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_TEXT,
        help_text="With a request for changes: a wording that would be approved exactly as it stands.",
    )

    def to_internal_value(self, data: Any) -> Any:
        """Return the verdict; one that names no revision is refused before anything else is looked at."""
        return super().to_internal_value(_naming_a_revision(data))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what does not go with this verdict: it would be lost without a word."""
        for name, verdict in self.ONLY_WITH.items():
            if attrs.get(name) and attrs["verdict"] != verdict:
                raise serializers.ValidationError({name: [_("This goes with another verdict.")]})
        return attrs


def _naming_a_revision(data: Any) -> Any:
    """Return what was sent, or refuse it when it does not say which revision its maker read."""
    if isinstance(data, Mapping) and data.get("revision") is None:
        raise Refused("revision_required", field="revision")
    return data


class DraftVerdictSerializer(VerdictSerializer):
    """A verdict on one of several drafts."""

    draft = serializers.UUIDField()


@extend_schema_field(DraftVerdictSerializer(many=True))
class EachOnItsOwn(serializers.ListField):
    """Several objects that are judged one by one, so that one which is wrong does not hold up the others."""

    child = AnyObject()


class VerdictsSerializer(Taken):
    """Several decisions at once; each is answered on its own."""

    decisions = EachOnItsOwn(min_length=1, max_length=MOST_DECISIONS)


class AskSerializer(Taken):
    """What is asked of another office about one draft."""

    revision = Text(allow_blank=True, max_length=200, help_text="The hash of the revision that was read.")
    mode = Choice(
        [(Step.Mode.APPROVE.value, Step.Mode.APPROVE.label), (Step.Mode.COMMENT.value, Step.Mode.COMMENT.label)],
        help_text="`approve`: the draft waits until they concur; `comment`: it waits for nobody.",
    )
    office = GivenIdentifier()
    question = Text(max_length=LONGEST_QUESTION, trim_whitespace=True)
    reason = Text(max_length=LONGEST_REASON, trim_whitespace=True)
    limit = Span(help_text="It runs on what the limit of the level that asks runs on.")

    def to_internal_value(self, data: Any) -> Any:
        """Return the request; one that names no revision is refused before anything else is looked at."""
        return super().to_internal_value(_naming_a_revision(data))


class HandOverSerializer(Taken):
    """Where a post was published by hand."""

    channel = GivenIdentifier()
    url = Text(allow_blank=True, max_length=2000)
    language = Language(required=False, help_text="Needed where the channel posts in several languages.")
    published_at = Instant(required=False, help_text="When it went out; now, unless said otherwise.")
    revision = Text(required=False, max_length=100, help_text="The hash of what was posted: 409 for another.")


class TakenDownSerializer(Taken):
    """Where and when a published post was taken down."""

    where = Text(max_length=1000)
    taken_down_at = Instant()


class CommentInputSerializer(Taken):
    """A comment: on the draft, on a passage of it (`quote`), or in answer to another comment (`answers`)."""

    text = Text(allow_blank=True, max_length=5000)
    quote = Text(required=False, help_text="The words that the comment is on, exactly as they stand in the text.")
    channel = GivenIdentifier(
        required=False, allow_null=True,
        help_text="The channel in whose own text the words stand; leave it out for the common text.",
    )  # fmt: skip
    language = Language(required=False, help_text="With `channel`: the language of that text.")
    occurrence = Count(
        required=False, min_value=1, max_value=100_000,
        help_text="Which of them is meant, where the words stand in the text several times; the first is 1.",
    )  # fmt: skip
    answers = GivenIdentifier(required=False, allow_null=True, help_text="The comment that this one answers.")
