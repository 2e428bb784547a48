"""The audit trail: append-only, each event carrying the hash of the one before it in its chain."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from approvals.models.draft import Draft


class Ledger(models.Model):
    """The head of the ministry's own chain (policies and the like); drafts carry the heads of theirs."""

    name = models.CharField(max_length=40, unique=True)
    event_count = models.PositiveIntegerField(default=0)
    event_head = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One thing that happened to a draft, or to the ministry's rules. Never changed, never deleted."""

    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="events")
    ledger = models.ForeignKey(Ledger, models.PROTECT, null=True, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="event_of_ministry", condition=Q(ledger__isnull=False)),
            models.Index(fields=["-at", "-id"], name="event_of_drafts", condition=Q(draft__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draft", "sequence"], name="one_event_per_place_in_a_draft"),
            models.UniqueConstraint(fields=["ledger", "sequence"], name="one_event_per_place_in_a_ledger"),
            models.CheckConstraint(
                condition=Q(draft__isnull=True, ledger__isnull=False) | Q(draft__isnull=False, ledger__isnull=True),
                name="an_event_is_in_one_chain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class Denial(models.Model):
    """Somebody tried to reach a draft they may not see. They were told 404; this says so to the records."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="denials")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    door = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.door}"


class KeptAnswer(models.Model):
    """The answer given to a request with an Idempotency-Key: a repeat gets the same answer and has no effect."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key
