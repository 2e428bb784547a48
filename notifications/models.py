"""Messages, and how each person is told: the table of messages is the outbox and the inbox."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# Django looks for the models of an app here.
from notifications.services.models import Delivery, Endpoint

__all__ = [
    "CalendarAddress", "Delivery", "EmailChoice", "Endpoint", "Medium", "Message", "Status", "Telling", "When",
]  # fmt: skip

KIND_LENGTH = 40
KEY_LENGTH = 200
PATH_LENGTH = 300
THREAD_LENGTH = 80
MAIL_LENGTH = 40
GROUP_LENGTH = 20
DIGEST_AT = time(8)


class Medium(models.TextChoices):
    """How a message reaches its reader."""

    IN_APP = "in_app", _("Inbox")
    EMAIL = "email", _("E-mail")


class Status(models.TextChoices):
    """Whether a message is on its way, with its reader, given up, or no longer wanted."""

    PENDING = "pending", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    DROPPED = "dropped", _("No longer wanted")


class When(models.TextChoices):
    """When a person gets e-mail about a group of messages."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("Daily digest")
    NEVER = "never", _("Never")


WAITING = Q(status="pending", next_attempt_at__isnull=False, sent_at__isnull=True)
ARRIVED = Q(status="sent", next_attempt_at__isnull=True, sent_at__isnull=False)
GIVEN_UP = Q(status__in=["dead", "dropped"], next_attempt_at__isnull=True, sent_at__isnull=True)
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
    # Set when its sending is begun: what once went out in one mail is repeated in that mail, under the same identifier.
    mail = models.CharField(_("mail"), max_length=MAIL_LENGTH, blank=True, default="", db_default="")
    in_digest = models.BooleanField(_("in the daily digest"), default=False, db_default=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["next_attempt_at", "user", "id"], condition=Q(status="pending"), name="message_due"),
            models.Index(fields=["mail"], condition=Q(status="pending") & ~Q(mail=""), name="message_mail"),
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


class Telling(models.Model):
    """How one person is told by e-mail: when the daily digest comes, and when none should come; no row: the defaults.

    Times are those of the clock in the person's own time zone; quiet hours may go past midnight.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="telling", verbose_name=_("person")
    )
    digest_at = models.TimeField(_("daily digest at"), default=DIGEST_AT, db_default=DIGEST_AT)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)

    class Meta:
        verbose_name = _("way of being told")
        verbose_name_plural = _("ways of being told")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class EmailChoice(models.Model):
    """When one person gets e-mail about one group of messages (notifications/groups.py); no row: the default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="email_choices", db_index=False, verbose_name=_("person")
    )
    group = models.CharField(_("group"), max_length=GROUP_LENGTH)
    when = models.CharField(_("when"), max_length=7, choices=When.choices)

    class Meta:
        verbose_name = _("choice of e-mail")
        verbose_name_plural = _("choices of e-mail")
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], name="one_choice_per_group"),
            models.CheckConstraint(condition=Q(when__in=["at_once", "digest", "never"]), name="choice_is_known"),
            models.CheckConstraint(condition=~Q(group="duty"), name="duty_is_no_choice"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user}: {self.group} {self.when}"


class CalendarAddress(models.Model):
    """The secret address of one person's calendar: known by its digest alone, so that nobody can read it here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_address", verbose_name=_("person")
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return str(self.user)
