"""The post-publication review that every post owes which no level saw before it went out."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Posting, Role, User
from approvals.models.draft import Draft, Revision
from approvals.models.fast_path import AuthorizationVersion
from approvals.models.policy import Asked, RunsOn, Selector
from approvals.models.route import Route
from approvals.rules.deadlines import Clock
from approvals.rules.overlay import halved_to_fit
from approvals.rules.working_time import Hours

# How long a post that was cleared to go out at once may stay unrecorded: then it is taken to be out, and reviewed.
RECORDED_WITHIN = timedelta(hours=1)
# How long after a takedown was asked for those who are to do it are reminded, once, on the wall clock.
TAKEN_DOWN_WITHIN = timedelta(hours=1)
# What a review is called where levels have names of their own.
REVIEW_NAME = _("Post-publication review")


class ReviewRule(Asked):
    """Who reviews what went out without prior approval, and how long that takes; the first rule that matches counts."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_default = models.BooleanField(_("is the default"), default=False)
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)
    # For posts whose pre-authorization says no limit of its own: cleared lines and what was bypassed.
    limit = models.DurationField(_("time limit"), default=timedelta(hours=8))
    runs_on = models.CharField(_("the limit runs on"), max_length=7, choices=RunsOn.choices, default=RunsOn.WORKING)
    remind_percent = models.PositiveSmallIntegerField(_("remind when so much is used up"), default=75)
    # Whom a late review turns to, and how long after its deadline; nobody where no role is named.
    escalate_after = models.DurationField(_("escalate after"), null=True, blank=True)
    escalate_selector = models.CharField(
        _("escalate to"), max_length=12, choices=Selector.choices, default=Selector.OFFICE
    )
    escalate_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    escalate_role = models.CharField(_("role"), max_length=13, choices=Role.choices, blank=True)

    class Meta:
        verbose_name = _("review rule")
        verbose_name_plural = _("review rules")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_review_rule"
            ),
            models.CheckConstraint(condition=Q(limit__gt=timedelta()), name="review_rule_has_a_limit"),
            models.CheckConstraint(
                condition=~Q(selector="office") | Q(office__isnull=False), name="review_rule_names_its_office"
            ),
            models.CheckConstraint(
                condition=Q(remind_percent__gte=1, remind_percent__lte=99), name="review_rule_reminds_before_the_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One post-publication review, with its clock: owed from the clearance on, open from the publication on.

    One whose post stays unrecorded opens after RECORDED_WITHIN all the same; one whose post never went out is void.
    """

    class Origin(models.TextChoices):
        FAST_PATH = "fast_path", _("Pre-authorization")
        CLEARED_LINE = "cleared_line", _("Cleared line")
        BYPASS = "bypass", _("Bypass")

    class Status(models.TextChoices):
        OWED = "owed", _("Not published yet")
        OPEN = "open", _("Awaits review")
        DONE = "done", _("Reviewed")
        VOID = "void", _("Never published")

    class Outcome(models.TextChoices):
        STANDS = "stands", _("Stands")
        CORRECT = "correct", _("Correct")
        RETRACT = "retract", _("Retract")

    class Reason(models.TextChoices):
        INACCURATE = "inaccurate", _("Not accurate")
        OFF_POLICY = "off_policy", _("Against the ministry’s position")
        OUT_OF_SCOPE = "out_of_scope", _("Outside the authorization")
        TONE = "tone", _("Tone does not fit")
        TIMING = "timing", _("Not the time for it")
        LANGUAGE = "language", _("Mistake of language or translation")
        LEGAL = "legal", _("Legal risk")
        SECURITY = "security", _("Security or safety risk")
        OTHER = "other", _("Another reason")

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="reviews")
    route = models.OneToOneField(Route, models.PROTECT, related_name="review")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    origin = models.CharField(_("why it is owed"), max_length=12, choices=Origin.choices)
    status = models.CharField(_("status"), max_length=4, choices=Status.choices, default=Status.OWED)
    authorization_version = models.ForeignKey(AuthorizationVersion, models.PROTECT, null=True, related_name="reviews")
    # Who let it out: the holder, or whoever acted for them; the officer who bypassed; the author of cleared lines.
    publisher = models.ForeignKey(User, models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Who is asked, and the clock; as a step has it.
    office = models.ForeignKey(Office, models.PROTECT, related_name="reviews")
    role = models.CharField(max_length=13, choices=Role.choices)
    limit = models.DurationField()
    runs_on = models.CharField(max_length=7, choices=RunsOn.choices)
    remind_before = models.DurationField(null=True)
    escalate_after = models.DurationField(null=True)
    escalate_office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    escalate_role = models.CharField(max_length=13, choices=Role.choices, blank=True)
    # How many followers the channels have that it is out on: what is most exposed is reviewed first.
    exposure = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)
    places_fired = models.PositiveSmallIntegerField(default=0)
    # What was found.
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    note = models.TextField(_("note"), max_length=5000, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # "Correct" opens a draft of its own; "retract" asks for takedown, with the time it was done and by whom.
    correction = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="corrects")
    taken_down_at = models.DateTimeField(null=True)
    taken_down_where = models.CharField(max_length=500, blank=True)
    taken_down_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # When the rules of trust have counted its outcome.
    weighed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("post-publication review")
        verbose_name_plural = _("post-publication reviews")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["office", "role", "-exposure", "due_at", "id"], name="review_queue", condition=Q(status="open")
            ),
            models.Index(
                fields=["office", "role", "-decided_at", "-id"], name="review_past", condition=Q(status="done")
            ),
            models.Index(fields=["next_alarm_at"], name="review_alarm", condition=Q(next_alarm_at__isnull=False)),
            models.Index(fields=["authorization_version", "created_at"], name="review_of_authorization"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="open") | Q(opened_at__isnull=False, due_at__isnull=False, closed_at__isnull=True),
                name="open_review_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["owed", "open"])
                | Q(outcome="retract", taken_down_at__isnull=True)
                | Q(next_alarm_at__isnull=True),
                name="only_what_is_awaited_of_a_review_has_alarms",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(outcome=""),
                name="a_done_review_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "stands"]) | ~Q(reason=""), name="an_adverse_outcome_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("publisher")),
                name="nobody_reviews_what_they_published",
            ),
            models.CheckConstraint(
                condition=~Q(origin="fast_path") | Q(authorization_version__isnull=False),
                name="a_fast_path_review_names_its_authorization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.origin} {self.status}"

    @property
    def name(self) -> str:
        """Return what it is called where levels have their names."""
        return str(REVIEW_NAME)

    @property
    def place(self) -> tuple[int, str]:
        """Return the office and role that are asked."""
        return (self.office_id, self.role)

    @property
    def awaits_takedown(self) -> bool:
        """Say whether its post is to be taken down, and nobody has recorded that it was."""
        return self.outcome == Review.Outcome.RETRACT and self.taken_down_at is None

    def clock(self, hours: Hours) -> Clock:
        """Return the clock of a review that has opened, on the hours its limit runs on."""
        if self.opened_at is None:
            raise ValueError(f"The review {self.pk} has no clock: it has not opened.")
        escalate = (self.escalate_after,) if self.escalate_after is not None and self.escalate_role else ()
        remind = halved_to_fit(self.remind_before, self.limit)
        return Clock(self.opened_at, self.limit, remind, escalate, hours, told=self.due_at)
