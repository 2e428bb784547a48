"""What the clocks leave behind: delays, changes of calendars that they follow, and who keeps them going."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from approvals.models.draft import Draft
from approvals.models.review import Review
from approvals.models.route import Step


class DelayReason(models.TextChoices):
    """Why a level is, or was, late: coded, so that the policy team can count it."""

    ABSENT = "absent", _("Whoever decides is absent")
    FACTS = "facts", _("Awaiting facts")
    TRANSLATION = "translation", _("Awaiting a translation")
    LEGAL = "legal", _("Awaiting legal advice")
    BUSY = "busy", _("Too much to do")
    OTHER = "other", _("Another reason")


class Delay(models.Model):
    """The recorded fact that the deadline of a step, or of a review, passed undecided: one each, never un-flagged."""

    step = models.OneToOneField(Step, models.PROTECT, null=True, related_name="delay")
    review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="delay")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="delays")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    flagged_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    # How late it was in the end, on what its limit ran on; on the wall clock it is `resolved_at - due_at`.
    late_working = models.DurationField(null=True)
    # Why, in the words of whoever was asked.
    reason = models.CharField(max_length=11, choices=DelayReason.choices, blank=True, default="", db_default="")
    note = models.CharField(max_length=500, blank=True, default="", db_default="")
    explained_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-due_at", "-id"]
        indexes = [
            models.Index(fields=["-due_at", "-id"], name="delay_newest"),
            models.Index(
                fields=["due_at"],
                name="delay_open",
                condition=Q(resolved_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__isnull=False, review__isnull=True) | Q(step__isnull=True, review__isnull=False),
                name="a_delay_is_of_a_step_or_of_a_review",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_id or self.review_id} late since {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def of(self) -> Step | Review:
        """Return what was late: the step, or the review."""
        late = self.step or self.review
        if late is None:
            raise ValueError(f"The delay {self.pk} is of nothing.")
        return late


class CalendarChange(models.Model):
    """A change of when an office works (no office: of every one), which open clocks follow by way of the sweep."""

    class Kind(models.TextChoices):
        HOURS = "hours", _("New working hours")
        SPECIAL = "special", _("Special hours")
        DAY = "day", _("A day of its own")
        HOLIDAYS = "holidays", _("Which holidays are kept")
        ZONE = "zone", _("Another country or time zone")

    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="calendar_changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=80, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    next_alarm_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_alarm_at"],
                name="calendar_alarm",
                condition=Q(next_alarm_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.changed_at:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """When a part of what keeps the clocks going last said that it lives: beat, a worker by its name, the sweep."""

    part = models.CharField(max_length=20)
    name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "name"], name="one_heartbeat_per_part")]

    def __str__(self) -> str:
        return f"{self.part} {self.name} {self.at:%Y-%m-%d %H:%M:%S}"
