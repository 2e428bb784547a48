"""Messages: one row is one message to one person over one medium; the table is the outbox and the inbox."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

KIND_LENGTH = 40
KEY_LENGTH = 200
PATH_LENGTH = 300
THREAD_LENGTH = 80


class Medium(models.TextChoices):
    """How a message reaches its reader."""

    IN_APP = "in_app", _("Inbox")
    EMAIL = "email", _("E-mail")


class Status(models.TextChoices):
    """Whether a message is on its way, with its reader, or given up."""

    PENDING = "pending", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")


WAITING = Q(status="pending", next_attempt_at__isnull=False, sent_at__isnull=True)
ARRIVED = Q(status="sent", next_attempt_at__isnull=True, sent_at__isnull=False)
GIVEN_UP = Q(status="dead", next_attempt_at__isnull=True, sent_at__isnull=True)
UNCLAIMED = Q(lease__isnull=True, leased_until__isnull=True)
CLAIMED = Q(status="pending", lease__isnull=False, leased_until__isnull=False)


class Message(models.Model):
    """What one person is told, once, over one medium. It never holds the text of a draft."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", db_index=False, verbose_name=_("person")
    )
    medium = models.CharField(_("medium"), max_length=6, choices=Medium.choices)
    kind = models.CharField(_("kind"), max_length=KIND_LENGTH)
    params = models.JSONField(_("values"), default=dict)
    path = models.CharField(_("page"), max_length=PATH_LENGTH, blank=True)
    thread = models.CharField(_("thread"), max_length=THREAD_LENGTH, blank=True)
    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    created_at = models.DateTimeField(_("created"))
    status = models.CharField(_("status"), max_length=7, choices=Status.choices)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    leased_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    lease = models.UUIDField(_("claim"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(status="pending"), name="message_due"),
            models.Index(fields=["leased_until"], condition=Q(lease__isnull=False), name="message_claimed"),
            models.Index(fields=["user", "-created_at", "-id"], condition=Q(medium="in_app"), name="message_inbox"),
            models.Index(fields=["user"], condition=Q(medium="in_app", read_at__isnull=True), name="message_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "medium", "key"], name="one_message_per_key"),
            models.CheckConstraint(condition=Q(medium__in=["in_app", "email"]), name="message_medium_is_known"),
            models.CheckConstraint(condition=WAITING | ARRIVED | GIVEN_UP, name="message_times_fit_its_status"),
            models.CheckConstraint(condition=UNCLAIMED | CLAIMED, name="only_a_waiting_message_is_claimed"),
            models.CheckConstraint(condition=~Q(medium="in_app") | Q(status="sent"), name="inbox_message_is_there"),
            models.CheckConstraint(condition=Q(medium="in_app") | Q(read_at__isnull=True), name="only_inbox_is_read"),
            models.CheckConstraint(
                condition=Q(path="") | (Q(path__startswith="/") & ~Q(path__startswith="//")),
                name="message_page_is_on_this_site",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.medium})"
