"""A draft on its way: its revisions, its channels, the talk about it, and where it was published."""

import uuid
from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from approvals.lifecycle import UNFINISHED, Lifecycle, State
from approvals.rules.content import Content
from channels.models import Channel


class Kind(models.TextChoices):
    """What sort of post it is."""

    ORIGINAL = "original", _("Original")
    REPLY = "reply", _("Reply")
    REPOST = "repost", _("Repost")
    # No post: a line to take that goes its own route. Nobody chooses it for a post (POST_KINDS).
    LINE = "line", _("Cleared line")


# What an author can choose for a post: each with its label.
POST_KINDS = [(kind.value, kind.label) for kind in (Kind.ORIGINAL, Kind.REPLY, Kind.REPOST)]


class Urgency(models.TextChoices):
    """How soon the post is needed."""

    ROUTINE = "routine", _("Routine")
    URGENT = "urgent", _("Urgent")
    CRISIS = "crisis", _("Crisis")


class Audience(models.TextChoices):
    """Whom the post addresses first of all."""

    HOST = "host", _("The public of the host country")
    DOMESTIC = "domestic", _("The public at home")
    INTERNATIONAL = "international", _("An international public")


# The states in which a reply has not answered yet, and still can.
UNANSWERED = UNFINISHED


class ReferenceCounter(models.Model):
    """The last number given to a draft of one office in one year; locked while a number is taken."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="one_counter_per_office_and_year")]

    def __str__(self) -> str:
        return f"{self.office_id}-{self.year}-{self.last:04d}"


class Conversation(models.Model):
    """A thread of posts and replies that belong together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="conversations", verbose_name=_("office"))
    opened_at = models.DateTimeField()
    # When the latest of our drafts joined it.
    latest_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-latest_at", "id"]
        indexes = [models.Index(fields=["-latest_at", "id"], name="conversation_newest")]

    def __str__(self) -> str:
        return f"conversation of {self.office_id} since {self.opened_at:%Y-%m-%d %H:%M}"


class Draft(Lifecycle):
    """One post on its way, from first word to published or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=24, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="drafts", verbose_name=_("office"))
    author = models.ForeignKey(User, models.PROTECT, related_name="drafts", verbose_name=_("author"))
    channels = models.ManyToManyField(Channel, related_name="drafts", verbose_name=_("channels"))
    topics = models.JSONField(_("topics"), default=list)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.ORIGINAL)
    urgency = models.CharField(_("urgency"), max_length=7, choices=Urgency.choices, default=Urgency.ROUTINE)
    audience = models.CharField(
        _("audience"), max_length=13, choices=Audience.choices, default=Audience.HOST, db_default=Audience.HOST
    )
    moment = models.DateTimeField(_("moment"), null=True, blank=True)
    publish_at = models.DateTimeField(_("slot"), null=True, blank=True)
    # By when a reply should be out for the conversation to go on; a reply that misses it is told of, and goes on.
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    answer_told_at = models.DateTimeField(null=True, blank=True)
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="drafts")
    created_at = models.DateTimeField(_("created"))
    revision = models.ForeignKey("Revision", models.PROTECT, null=True, related_name="+")
    route = models.ForeignKey("Route", models.PROTECT, null=True, related_name="+")
    # The version this flight began under: kept while changes are made, dropped when the draft ends.
    policy_version = models.ForeignKey("PolicyVersion", models.PROTECT, null=True, related_name="drafts_in_flight")
    next_alarm_at = models.DateTimeField(null=True, blank=True)
    slot_told_at = models.DateTimeField(null=True, blank=True)
    # From when on the levels to come lack their whole time before the slot or the moment; and when it was told.
    risk_at = models.DateTimeField(null=True, blank=True)
    risk_told_at = models.DateTimeField(null=True, blank=True)
    event_count = models.PositiveIntegerField(default=0)
    event_head = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [
            models.Index(fields=["author", "-state_since"], name="draft_of_author"),
            models.Index(fields=["author", "-state_since"], name="draft_unfinished", condition=Q(state__in=UNFINISHED)),
            models.Index(fields=["office", "-state_since"], name="draft_of_office"),
            models.Index(fields=["-state_since", "id"], name="draft_newest"),
            models.Index(
                fields=["policy_version"],
                name="draft_in_flight",
                condition=Q(state__in=[State.IN_REVIEW, State.CHANGES_REQUESTED]),
            ),
            models.Index(
                fields=["next_alarm_at"],
                name="draft_alarm",
                condition=Q(next_alarm_at__isnull=False),
            ),
            models.Index(
                fields=["conversation", "created_at", "id"],
                name="draft_in_conversation",
                condition=Q(conversation__isnull=False),
            ),
            models.Index(
                fields=["conversation", "answer_by"],
                name="draft_conversation_waits",
                condition=Q(conversation__isnull=False, kind=Kind.REPLY, state__in=UNANSWERED),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[State.CLEARED, State.PUBLISHED, State.RETRACTED]) | Q(cleared_at__isnull=False),
                name="no_clearance_without_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[
                        State.IN_REVIEW,
                        State.CHANGES_REQUESTED,
                        State.CLEARED,
                        State.PUBLISHED,
                    ]
                )
                | Q(route__isnull=False, revision__isnull=False),
                name="no_flight_without_a_route",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def current(self) -> "Revision":
        """Return the current revision, which every draft has from its creation."""
        if self.revision is None:
            raise ValueError(f"The draft {self.pk} has no revision.")
        return self.revision


class Revision(models.Model):
    """One immutable version of a draft's content, identified by the hash of what would be posted."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    acting_for = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["written_by", "-id"], name="revision_of_writer")]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.number}"

    @cached_property
    def body(self) -> Content:
        """Return the content as the rules see it."""
        return Content.from_json(self.content)


class Comment(models.Model):
    """What somebody said about a draft, or about a passage of it; it stays on record, settled or not.

    A passage is the words `quote`, which stand at `start` to `end` of one text of the revision: of the common text, or
    of the text of its own that a channel has. What `answers` another comment belongs to it, and has no passage.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="comments")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="comments")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=5000)
    at = models.DateTimeField()
    quote = models.TextField(_("passage"), max_length=1000, blank=True, default="", db_default="")
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=16, blank=True, default="", db_default="")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answered_by")
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quote="", channel__isnull=True, start__isnull=True, end__isnull=True)
                | (~Q(quote="") & Q(start__isnull=False, end__gt=F("start"), answers__isnull=True)),
                name="a_passage_has_words_and_a_place",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, answers__isnull=True),
                name="settled_by_somebody_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.draft_id}"


class Publication(models.Model):
    """The recorded fact that one post of a draft is out on one channel, and where it can be seen."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="publications")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="publications")
    language = models.CharField(max_length=16)
    hash = models.CharField(max_length=64)
    connector = models.CharField(max_length=20)
    url = models.URLField(max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(Lower("url"), name="publication_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "channel", "language"],
                name="nothing_is_published_twice",
            )
        ]

    def __str__(self) -> str:
        return self.url
