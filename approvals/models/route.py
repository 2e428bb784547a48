"""The way of one submitted draft: frozen steps with their clocks, the decisions on them, and their delays."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Posting, Role, User
from approvals.models.draft import Draft, Revision
from approvals.models.fast_path import AuthorizationVersion
from approvals.models.policy import Carry, Level, Mode, PolicyVersion, RunsOn
from approvals.models.regime import Regime
from approvals.rules.deadlines import Clock, remaining
from approvals.rules.overlay import halved_to_fit
from approvals.rules.working_time import Hours

# How long those who were nudged are left alone.
NUDGE_REST = timedelta(hours=1)


class Route(models.Model):
    """The levels one submitted revision must pass: frozen at submission from a policy version.

    The fast path has none, and rests on a pre-authorization instead; nor have cleared lines whose policy asks nobody.
    """

    class Kind(models.TextChoices):
        LEVELS = "levels", _("Levels of approval")
        FAST_PATH = "fast_path", _("Pre-authorization")
        CLEARED_LINES = "cleared_lines", _("Cleared lines")

    kind = models.CharField(max_length=13, choices=Kind.choices, default=Kind.LEVELS, db_default=Kind.LEVELS)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="routes")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="routes")
    authorization_version = models.ForeignKey(AuthorizationVersion, models.PROTECT, null=True, related_name="routes")
    facts = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_route_per_submission"),
            models.CheckConstraint(
                condition=Q(kind="fast_path", authorization_version__isnull=False, policy_version__isnull=True)
                | ~Q(kind="fast_path") & Q(authorization_version__isnull=True, policy_version__isnull=False),
                name="a_route_rests_on_a_policy_or_an_authorization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} route {self.number}"


class Step(models.Model):
    """One level of one route, with its clock."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        OPEN = "open", _("Open")
        PASSED = "passed", _("Approved")
        SILENT = "silent", _("Passed by silence")
        INFORMED = "informed", _("Told")
        ANSWERED = "answered", _("Answered")
        RETURNED = "returned", _("Changes requested")
        REJECTED = "rejected", _("Rejected")
        CLOSED = "closed", _("Closed undecided")
        SKIPPED = "skipped", _("Bypassed")

    class Origin(models.TextChoices):
        POLICY = "policy", _("The policy")
        REGIME = "regime", _("A regime")
        CONCURRENCE = "concurrence", _("An approver")

    class Mode(models.TextChoices):
        APPROVE = Mode.APPROVE.value, Mode.APPROVE.label
        SILENCE = Mode.SILENCE.value, Mode.SILENCE.label
        INFORM = Mode.INFORM.value, Mode.INFORM.label
        COMMENT = "comment", _("Comment")

    route = models.ForeignKey(Route, models.PROTECT, related_name="steps")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="steps")
    # The columns with a default in the database are younger than the table: while a deploy is under way, workers of the
    # version before write steps without them. No level: a regime added the step, or an approver asked for it.
    level = models.ForeignKey(Level, models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=11, choices=Origin.choices, default=Origin.POLICY, db_default=Origin.POLICY)
    key = models.CharField(max_length=60, default="", db_default="")
    mode = models.CharField(max_length=7, choices=Mode.choices, default=Mode.APPROVE, db_default=Mode.APPROVE)
    carry = models.CharField(max_length=5, choices=Carry.choices, default=Carry.NEVER, db_default=Carry.NEVER)
    fresh_sign_in = models.BooleanField(default=False, db_default=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=200)
    office = models.ForeignKey(Office, models.PROTECT, related_name="steps")
    role = models.CharField(max_length=13, choices=Role.choices)
    quorum = models.CharField(max_length=3, choices=Level.Quorum.choices)
    quorum_n = models.PositiveSmallIntegerField()
    limit = models.DurationField()
    remind_before = models.DurationField(null=True, blank=True)
    may_reject = models.BooleanField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    # Who asked another office to concur or to comment, and why.
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    # The clock that a regime put in the place of the step's own: whose it is, since when, and how long.
    regime = models.ForeignKey(Regime, models.PROTECT, null=True, related_name="+")
    clock_from = models.DateTimeField(null=True)
    clock_limit = models.DurationField(null=True)
    # What its limit runs on, and how much of it the level used up before the draft went back to its author.
    runs_on = models.CharField(max_length=7, choices=RunsOn.choices, default=RunsOn.WALL, db_default=RunsOn.WALL)
    used_before = models.DurationField(null=True)
    # Who has it now, as a courtesy to the others, and until when; and when its people were last nudged.
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    nudged_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)
    # How many alarms have fired, as workers of the version before count them; `places_fired` is what is asked.
    alarms_fired = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(
                fields=["office", "role", "due_at", "id"],
                name="step_queue",
                condition=Q(status="open"),
            ),
            models.Index(
                fields=["next_alarm_at"],
                name="step_alarm",
                condition=Q(next_alarm_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="open")
                | Q(
                    opened_at__isnull=False,
                    due_at__isnull=False,
                    closed_at__isnull=True,
                ),
                name="open_step_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(next_alarm_at__isnull=True),
                name="only_open_steps_have_alarms",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.status})"

    @property
    def place(self) -> tuple[int, str]:
        """Return the office and role that are asked."""
        return (self.office_id, self.role)

    def is_claimed(self, *, at: datetime) -> bool:
        """Say whether somebody has it now: a claim lapses by itself, and at its last instant it is over."""
        return self.claimed_by_id is not None and self.claimed_until is not None and at < self.claimed_until

    def nudged_again_from(self) -> datetime | None:
        """Return from when on its people may be nudged again; None when they never were."""
        return self.nudged_at + NUDGE_REST if self.nudged_at else None

    @property
    def places_fired(self) -> int:
        """Return the first place on the clock that has not fired: a clock without a reminder has that place, too."""
        return self.alarms_fired + (1 if self.alarms_fired and self.remind_before is None else 0)

    @places_fired.setter
    def places_fired(self, places: int) -> None:
        self.alarms_fired = places - (1 if places and self.remind_before is None else 0)

    @property
    def own_limit(self) -> timedelta:
        """Return how long the step has by itself: its limit, less what was used up before. Silence is never cut."""
        return self.limit if self.mode == Step.Mode.SILENCE else remaining(self.limit, self.used_before)

    def clock(self, escalate_after: tuple[timedelta, ...], hours: Hours) -> Clock:
        """Return the clock of an open step, given how long after the deadline each of its escalations comes.

        `hours` are those that its own limit runs on; the limit of a regime runs on the wall clock.
        """
        if self.opened_at is None:
            raise ValueError(f"The step {self.pk} has no clock: it has not opened.")
        if self.clock_limit is None or self.clock_from is None:
            remind = halved_to_fit(self.remind_before, self.own_limit)
            return Clock(self.opened_at, self.own_limit, remind, escalate_after, hours)
        remind = halved_to_fit(self.remind_before, self.clock_limit)
        return Clock(self.clock_from, self.clock_limit, remind, escalate_after)


class Bypass(models.Model):
    """Somebody skipped, for a reason, what remained of a route: what then goes out owes a review."""

    route = models.OneToOneField(Route, models.PROTECT, related_name="bypass")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="bypasses")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="bypass_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.draft_id} bypassed {self.at:%Y-%m-%d %H:%M}"


class StepEscalation(models.Model):
    """Whom a late step turns to; `fired_at` is set once, when it did."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="escalations")
    rung = models.PositiveSmallIntegerField()
    after = models.DurationField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    role = models.CharField(max_length=13, choices=Role.choices)
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    fired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["rung"]
        indexes = [
            models.Index(
                fields=["office", "role"],
                name="escalated_to",
                condition=Q(fired_at__isnull=False),
            )
        ]
        constraints = [models.UniqueConstraint(fields=["step", "rung"], name="one_step_escalation_per_rung")]

    def __str__(self) -> str:
        return f"{self.step_id} rung {self.rung}"
