"""Cleared lines: lines to take that are cleared already, what quotes them, and what may stand beside them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.models.draft import Draft, Revision
from channels.models import Channel


class ClearedLine(models.Model):
    """A line to take, with its scope and its end. It is cleared on the route of its own draft, of the kind `line`.

    It can be used while that draft is cleared, from `valid_from` until (and not including) `until`, unless withdrawn.
    Without topics, countries or channels it is for all of them.
    """

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="line")
    name = models.CharField(_("name"), max_length=120)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    channels = models.ManyToManyField(Channel, blank=True, related_name="+", verbose_name=_("channels"))
    valid_from = models.DateTimeField(_("valid from"))
    until = models.DateTimeField(_("valid until"))
    cleared_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("cleared line")
        verbose_name_plural = _("cleared lines")
        ordering = ["name", "id"]
        indexes = [
            models.Index(
                fields=["until"], name="line_usable", condition=Q(cleared_at__isnull=False, withdrawn_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("valid_from")), name="line_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdraw_reason=""), name="line_withdrawn_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LineText(models.Model):
    """The text of a cleared line in one language, as it was cleared: written once, when its draft is cleared."""

    line = models.ForeignKey(ClearedLine, models.PROTECT, related_name="texts")
    language = models.CharField(max_length=16)
    text = models.TextField()

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["line", "language"], name="one_line_text_per_language")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.language}"


class LineUse(models.Model):
    """One revision quotes a cleared line: word for word, or with changes."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="line_uses")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="line_uses")
    line = models.ForeignKey(ClearedLine, models.PROTECT, related_name="uses")
    language = models.CharField(max_length=16)
    unaltered = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "line", "language"], name="one_use_per_line_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} quotes {self.line_id}"


class PermittedAddition(models.Model):
    """What may stand beside cleared lines without altering them: links to a site, or a greeting."""

    class Kind(models.TextChoices):
        SITE = "site", _("Links to a site")
        GREETING = "greeting", _("A greeting")

    kind = models.CharField(_("what"), max_length=8, choices=Kind.choices)
    value = models.CharField(_("site or greeting"), max_length=200)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "value"]
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="one_addition_per_value")]

    def __str__(self) -> str:
        return self.value
