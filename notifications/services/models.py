"""Where news go beside the people who are told: an endpoint is one address, a delivery one event on its way to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, check_time_zone

LONGEST_NAME = 80
# As long as those of a message (notifications/models.py), whose events these are.
KIND_LENGTH, KEY_LENGTH, PATH_LENGTH, THREAD_LENGTH = 40, 200, 300, 80


class Endpoint(models.Model):
    """One address outside Chancery, what it is told, and how. Address and secret are sealed: no page shows them."""

    class Format(models.TextChoices):
        STANDARD = "standard", _("Webhook (Standard Webhooks, JSON)")
        SLACK = "slack", _("Slack")
        TEAMS = "teams", _("Microsoft Teams")
        MATTERMOST = "mattermost", _("Mattermost")
        APPRISE = "apprise", _("Another service, by Apprise")

    class Off(models.TextChoices):
        BY_HAND = "by_hand", _("Switched off")
        GONE = "gone", _("Switched off: its receiver said that it is gone for good")

    name = models.CharField(_("name"), max_length=LONGEST_NAME, unique=True)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    address_sealed = models.TextField(_("address"))
    host = models.CharField(_("host"), max_length=255)
    language = models.CharField(_("language"), max_length=2, choices=[("en", "English"), ("fr", "Français")])
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    groups = models.JSONField(_("groups of news"), default=list, blank=True)
    kinds = models.JSONField(_("kinds of news"), default=list, blank=True)
    offices = models.ManyToManyField(Office, related_name="+", blank=True, verbose_name=_("offices"))
    secret_sealed = models.TextField(_("secret"), blank=True)
    former_secret_sealed = models.TextField(_("former secret"), blank=True)
    former_secret_until = models.DateTimeField(_("former secret signs until"), null=True, blank=True)
    off = models.CharField(_("switched off"), max_length=7, choices=Off.choices, blank=True)
    off_since = models.DateTimeField(_("switched off since"), null=True, blank=True)
    quiet_until = models.DateTimeField(_("not tried again before"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("registered by")
    )
    created_at = models.DateTimeField(_("registered"))

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(format__in=["standard", "slack", "teams", "mattermost", "apprise"]),
                name="endpoint_format_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(format="standard") | ~Q(secret_sealed=""), name="a_webhook_has_a_secret"
            ),
            models.CheckConstraint(
                condition=Q(former_secret_sealed="", former_secret_until__isnull=True)
                | (~Q(former_secret_sealed="") & Q(former_secret_until__isnull=False)),
                name="a_former_secret_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(off="", off_since__isnull=True)
                | Q(off__in=["by_hand", "gone"], off_since__isnull=False),
                name="an_endpoint_is_off_since_an_instant",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One event for one endpoint, once: the same identifier goes out at every attempt, for the receiver to see."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries", db_index=False)
    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    message_id = models.UUIDField(_("identifier"), unique=True, default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=KIND_LENGTH)
    params = models.JSONField(_("values"), default=dict)
    path = models.CharField(_("page"), max_length=PATH_LENGTH, blank=True)
    thread = models.CharField(_("thread"), max_length=THREAD_LENGTH, blank=True)
    created_at = models.DateTimeField(_("created"))
    status = models.CharField(_("status"), max_length=7, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    leased_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    lease = models.UUIDField(_("claim"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                fields=["endpoint", "next_attempt_at", "id"], condition=Q(status="pending"), name="delivery_due"
            ),
            models.Index(fields=["endpoint", "leased_until"], condition=Q(lease__isnull=False), name="delivery_held"),
            models.Index(fields=["endpoint", "-created_at", "-id"], name="delivery_newest"),
            models.Index(fields=["endpoint"], condition=Q(status="dead"), name="delivery_dead"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "key"], name="one_delivery_per_event"),
            models.CheckConstraint(
                condition=Q(status="pending", next_attempt_at__isnull=False, sent_at__isnull=True)
                | Q(status="sent", next_attempt_at__isnull=True, sent_at__isnull=False)
                | Q(status="dead", next_attempt_at__isnull=True, sent_at__isnull=True),
                name="delivery_times_fit_its_status",
            ),
            models.CheckConstraint(
                condition=Q(lease__isnull=True, leased_until__isnull=True)
                | Q(status="pending", lease__isnull=False, leased_until__isnull=False),
                name="only_a_waiting_delivery_is_claimed",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.endpoint_id})"
