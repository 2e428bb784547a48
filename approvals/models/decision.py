"""What people said at a step: the decisions on its revision, each on record for good."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting, User
from approvals.models.draft import Draft, Revision
from approvals.models.route import Route, Step


class Reason(models.TextChoices):
    """Why a draft is rejected: coded, so that it can be counted."""

    INACCURATE = "inaccurate", _("Not accurate")
    OFF_POLICY = "off_policy", _("Against the ministry's position")
    TONE = "tone", _("Tone does not fit")
    TIMING = "timing", _("Not the time for it")
    LEGAL = "legal", _("Legal risk")
    SECURITY = "security", _("Security or safety risk")
    DUPLICATE = "duplicate", _("Said already elsewhere")
    OTHER = "other", _("Another reason")


class Decision(models.Model):
    """One person's verdict at one step on one revision."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", _("Approved")
        REQUEST_CHANGES = "request_changes", _("Requested changes")
        REJECT = "reject", _("Rejected")

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="decisions")
    route = models.ForeignKey(Route, models.PROTECT, related_name="decisions")
    step = models.ForeignKey(Step, models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="decisions")
    by = models.ForeignKey(User, models.PROTECT, related_name="decisions")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=15, choices=Verdict.choices)
    comment = models.TextField(blank=True, max_length=5000)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    # A proposed wording, and the hash the draft would have with it: when the author takes it unaltered,
    # the approval counts at once, and `accepts` names the proposal that it came from.
    proposal = models.TextField(blank=True)
    proposal_hash = models.CharField(max_length=64, blank=True)
    accepts = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # The approval that this one carries over: from an earlier revision (the difference was minor), or from the route
    # that the draft was on before it was moved to another version.
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "revision", "by"],
                condition=Q(verdict="approve"),
                name="one_person_counts_once",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="reject") | ~Q(reason=""),
                name="a_rejection_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.verdict} {self.step_id}"
