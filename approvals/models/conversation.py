"""Conversations: what a reply answers, the thread it belongs to, and texts to begin a reply with."""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from approvals.models.draft import Draft


class AnsweredPost(models.Model):
    """The post that a reply answers, as it was when somebody pasted it; its address is in the draft's content.

    `address` is that address in the form in which two of the same post are equal (channels/post_addresses.py).
    """

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="answered")
    address = models.CharField(max_length=500, blank=True, default="", db_default="")
    author = models.CharField(_("who wrote it"), max_length=200, blank=True)
    text = models.TextField(_("what it says"), max_length=10_000, blank=True)
    posted_at = models.DateTimeField(_("when it was posted"), null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(Lower("address"), name="answered_address")]

    def __str__(self) -> str:
        return f"answered by {self.draft_id}"


class ReplyTemplate(models.Model):
    """A text that replies begin with, for one office or (no office) for the whole ministry. It clears nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="reply_templates", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=16)
    text = models.TextField(_("text"), max_length=5000)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["name", "language"]

    def __str__(self) -> str:
        return self.name
