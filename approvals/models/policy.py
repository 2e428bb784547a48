"""The ministry's rule for which levels a draft must pass, in immutable, numbered versions."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Posting, Role, User


class Topic(models.Model):
    """A subject a draft can be about; policies ask for it by its slug."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class Policy(models.Model):
    """A rule with a name. Among policies that match a draft, the lowest order goes first; one is the default."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_default = models.BooleanField(_("is the default"), default=False)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="one_default_policy",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """One numbered version of a policy. Once proposed it no longer changes; one version is in force at a time."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        PROPOSED = "proposed", _("Proposed")
        SCHEDULED = "scheduled", _("Enacted, not yet in effect")
        IN_FORCE = "in_force", _("In force")
        SUPERSEDED = "superseded", _("Superseded")

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    enacted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    enacted_at = models.DateTimeField(null=True)
    # When an enacted version takes effect: at once, or at an instant to come, for which the clocks wait.
    takes_effect_at = models.DateTimeField(_("takes effect"), null=True)
    next_alarm_at = models.DateTimeField(null=True)
    # Set when it could not take effect at its instant: a level that nobody can decide is never put in force.
    blocked_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["policy", "-number"]
        indexes = [
            models.Index(
                fields=["next_alarm_at"],
                name="version_alarm",
                condition=Q(next_alarm_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(status="in_force"),
                name="one_version_in_force",
            ),
            models.CheckConstraint(
                condition=Q(enacted_by__isnull=True)
                | (~Q(enacted_by=F("proposed_by")) & ~Q(enacted_by=F("created_by"))),
                name="enacted_by_a_second_officer",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["scheduled", "in_force", "superseded"]) | Q(enacted_at__isnull=False),
                name="in_force_only_when_enacted",
            ),
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(takes_effect_at__isnull=False),
                name="scheduled_for_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(status="scheduled") | Q(next_alarm_at__isnull=True),
                name="only_scheduled_versions_have_alarms",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"


class Selector(models.TextChoices):
    """How a level names the office it asks."""

    OWN_OFFICE = "own_office", _("The author's own office")
    OFFICE = "office", _("A named office")
    COUNTRY_DESK = "country_desk", _("The desk for the author's country")
    MINISTER = "minister", _("The minister's office")


class Asked(models.Model):
    """Who is asked: an office, named or found by a selector, and the role there."""

    selector = models.CharField(
        _("who is asked"),
        max_length=12,
        choices=Selector.choices,
        default=Selector.OWN_OFFICE,
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office"),
    )
    role = models.CharField(_("role"), max_length=13, choices=Role.choices, default=Role.APPROVER)

    class Meta:
        abstract = True


class Mode(models.TextChoices):
    """How a level asks: it blocks until decided, passes at its deadline unless somebody speaks, or only tells."""

    APPROVE = "approve", _("Approval")
    SILENCE = "silence", _("Silence procedure")
    INFORM = "inform", _("For information")


class Carry(models.TextChoices):
    """Whether an approval carries over to a new revision."""

    NEVER = "never", _("Never")
    MINOR = "minor", _("When the change is minor")


class RunsOn(models.TextChoices):
    """What a level's time limit runs on: the working hours of the office that is asked, or the wall clock."""

    WORKING = "working", _("Working hours of the office")
    WALL = "wall", _("The wall clock")


# What is fetched with versions of which a page, a file or the API says whom their levels ask.
WHOM_LEVELS_ASK = (
    "levels__office",
    "levels__escalations__office",
    "levels__escalations__posting__user",
    "levels__escalations__posting__office",
)


class AskedLevel(Asked):
    """What a level says, whoever wrote it down: a policy version, or a regime."""

    class Quorum(models.TextChoices):
        ANY = "any", _("Any one person")
        ALL = "all", _("Everyone who holds the role")
        N = "n", _("A number of people")

    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=80)
    question = models.CharField(_("question"), max_length=200)
    mode = models.CharField(_("mode"), max_length=7, choices=Mode.choices, default=Mode.APPROVE, db_default="approve")
    quorum = models.CharField(
        _("how many must approve"),
        max_length=3,
        choices=Quorum.choices,
        default=Quorum.ANY,
    )
    quorum_n = models.PositiveSmallIntegerField(_("number of people"), default=1)
    limit = models.DurationField(_("time limit"), default=timedelta(hours=4))
    # A level that was written before offices had hours runs on the wall clock.
    runs_on = models.CharField(
        _("the limit runs on"), max_length=7, choices=RunsOn.choices, default=RunsOn.WALL, db_default=RunsOn.WALL
    )
    # When to remind: so long before the deadline, or when so many per cent of the limit are used up; not both.
    remind_before = models.DurationField(_("remind before the limit"), null=True, blank=True)
    remind_percent = models.PositiveSmallIntegerField(_("remind when so much is used up"), null=True, blank=True)
    may_reject = models.BooleanField(_("may reject"), default=True)
    fresh_sign_in = models.BooleanField(_("fresh sign-in needed"), default=False, db_default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class NewKey(models.Func):
    """A key that no other level has, made by the database."""

    arity = 0
    template = "md5(random()::text)"
    output_field = models.CharField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Say the same as SQLite does."""
        return self.as_sql(compiler, connection, template="lower(hex(randomblob(16)))", **context)


class Level(AskedLevel):
    """One stage of a policy version: who is asked, what they are asked, how, how many must agree, how long it takes.

    `key` says which level of the version before this one continues: a level keeps it when its name changes.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="levels")
    # Workers of the version before, while a deploy is under way, write levels without a key.
    key = models.SlugField(_("key"), max_length=40, db_default=NewKey())
    carry = models.CharField(
        _("carries over to a new revision"), max_length=5, choices=Carry.choices, default=Carry.NEVER,
        db_default=Carry.NEVER,
    )  # fmt: skip
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(limit__gt=timedelta()), name="level_has_a_limit"),
            models.CheckConstraint(condition=Q(position__gte=1), name="level_positions_start_at_one"),
            models.CheckConstraint(
                condition=~Q(selector="office") | Q(office__isnull=False),
                name="level_names_its_office",
            ),
            models.CheckConstraint(condition=Q(quorum_n__gte=1), name="level_asks_at_least_one"),
            models.UniqueConstraint(fields=["version", "key"], name="one_level_per_key"),
            models.CheckConstraint(
                condition=Q(remind_percent__isnull=True)
                | Q(remind_before__isnull=True, remind_percent__gte=1, remind_percent__lte=99),
                name="level_reminds_in_one_way",
            ),
        ]


class LevelEscalation(Asked):
    """Whom a late level turns to, and how long after its deadline; again, if it says so, so many times.

    Whoever holds the role at the office is told; where a posting is named, its holder and deputies alone.
    """

    level = models.ForeignKey(Level, models.CASCADE, related_name="escalations")
    rung = models.PositiveSmallIntegerField()
    after = models.DurationField(_("after the deadline"))
    posting = models.ForeignKey(
        Posting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("posting")
    )
    repeat_every = models.DurationField(_("again every"), null=True, blank=True)
    repeat_times = models.PositiveSmallIntegerField(_("so many times"), default=0, db_default=0)

    class Meta:
        ordering = ["rung"]
        constraints = [
            models.UniqueConstraint(fields=["level", "rung"], name="one_escalation_per_rung"),
            models.CheckConstraint(
                condition=Q(after__gte=timedelta()),
                name="escalation_after_the_deadline",
            ),
            models.CheckConstraint(
                condition=Q(repeat_times=0) | Q(repeat_every__gt=timedelta()),
                name="escalation_repeats_after_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.rung}"
