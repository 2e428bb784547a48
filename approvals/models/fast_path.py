"""The pre-authorization: the instrument by which a posting may publish without prior approval, and what limits it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting, User
from approvals.models.policy import RunsOn
from channels.models import Channel


class PreAuthorization(models.Model):
    """One instrument with its number, granted to a posting; what it allows is in its versions.

    It can be used while a version is in force, no suspension stands, it is not revoked, and its posting lasts.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="pre_authorizations", verbose_name=_("posting"))
    # The terms that are in force: those of the last version that was accepted. None until one is.
    version = models.ForeignKey("AuthorizationVersion", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=500, blank=True)
    # What the clocks have done: told of the end to come, for the version that ends then; and ended it.
    expiry_told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pre-authorization")
        verbose_name_plural = _("pre-authorizations")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_alarm_at"], name="authorization_alarm", condition=Q(next_alarm_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["posting"],
                condition=Q(revoked_at__isnull=True, ended_at__isnull=True),
                name="one_authorization_per_posting",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoke_reason=""), name="revocation_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AuthorizationVersion(models.Model):
    """The terms of a pre-authorization: never changed; an amendment or a renewal is a new version.

    Proposed by one policy officer, countersigned by another, accepted by the holder: then in force, from `starts_at`
    until (and not including) `until`. A day and the week before it are those of the calendar of the posting's office.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Awaits a second policy officer")
        COUNTERSIGNED = "countersigned", _("Awaits its holder")
        IN_FORCE = "in_force", _("Accepted")
        SUPERSEDED = "superseded", _("Superseded")
        DECLINED = "declined", _("Declined")
        CALLED_OFF = "called_off", _("Called off")

    authorization = models.ForeignKey(PreAuthorization, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(_("status"), max_length=13, choices=Status.choices, default=Status.PROPOSED)
    # What may go out under it.
    channels = models.ManyToManyField(Channel, related_name="+", verbose_name=_("channels"))
    languages = models.JSONField(_("languages"), default=list)
    kinds = models.JSONField(_("kinds of post"), default=list)
    barred_topics = models.JSONField(_("barred topics"), default=list, blank=True)
    barred_countries = models.JSONField(_("barred countries"), default=list, blank=True)
    per_day = models.PositiveSmallIntegerField(_("posts a day at most"))
    per_week = models.PositiveSmallIntegerField(_("posts in seven days at most"))
    starts_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    passes_to_acting = models.BooleanField(_("passes to whoever acts for the holder"), default=False)
    words = models.TextField(_("conditions"), max_length=2000, blank=True)
    words_fr = models.TextField(_("conditions in French"), max_length=2000, blank=True)
    # How its posts are reviewed, and what their outcomes do to it.
    review_limit = models.DurationField(_("reviewed within"))
    review_runs_on = models.CharField(
        _("the review runs on"), max_length=7, choices=RunsOn.choices, default=RunsOn.WORKING
    )
    halve_after = models.PositiveSmallIntegerField(_("adverse outcomes that halve the quota"), null=True, blank=True)
    suspend_after = models.PositiveSmallIntegerField(_("adverse outcomes that suspend it"), null=True, blank=True)
    trust_days = models.PositiveSmallIntegerField(_("counted over so many days"), default=30)
    note = models.CharField(_("why"), max_length=500, blank=True)
    # Who made it what it is.
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    countersigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(_("why it was declined or called off"), max_length=500, blank=True)

    class Meta:
        ordering = ["authorization", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["authorization", "number"], name="one_authorization_version_per_number"),
            models.UniqueConstraint(
                fields=["authorization"], condition=Q(status="in_force"), name="one_authorization_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["authorization"],
                condition=Q(status__in=["proposed", "countersigned"]),
                name="one_authorization_version_under_way",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="authorization_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("proposed_by")),
                name="countersigned_by_a_second_officer",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["in_force", "superseded"])
                | Q(countersigned_at__isnull=False, accepted_at__isnull=False),
                name="in_force_only_when_countersigned_and_accepted",
            ),
            models.CheckConstraint(condition=Q(per_day__gte=1, per_week__gte=1), name="authorization_allows_a_post"),
        ]

    def __str__(self) -> str:
        return f"{self.authorization_id} version {self.number}"


class Restriction(models.Model):
    """What keeps a pre-authorization back, from `at` until it is lifted or (for a quota that is halved) its end."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", _("Suspended")
        HALVED = "halved", _("Quota halved")

    class Cause(models.TextChoices):
        OFFICER = "officer", _("A policy officer")
        TRUST = "trust", _("Outcomes of reviews")
        SECURITY = "security", _("An account that may be compromised")
        POSTING = "posting", _("The holder’s posting ended")

    authorization = models.ForeignKey(PreAuthorization, models.PROTECT, related_name="restrictions")
    kind = models.CharField(_("what"), max_length=9, choices=Kind.choices)
    cause = models.CharField(_("cause"), max_length=8, choices=Cause.choices)
    reason = models.CharField(_("reason"), max_length=500)
    # The reviews whose outcomes led to it, by id; the account that may be compromised, by its freeze.
    reviews = models.JSONField(default=list, blank=True)
    freeze = models.ForeignKey("ChannelFreeze", models.PROTECT, null=True, related_name="restrictions")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="restriction_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lift_reason=""), name="lifted_restriction_says_why"
            ),
            models.UniqueConstraint(
                fields=["authorization", "cause"],
                condition=Q(kind="suspended", lifted_at__isnull=True) & ~Q(cause="security"),
                name="one_suspension_per_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authorization_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"


class ChannelFreeze(models.Model):
    """Somebody said that an account may be compromised: nothing is published to it until that is lifted."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="freezes", verbose_name=_("channel"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel"], condition=Q(lifted_at__isnull=True), name="one_freeze_per_channel"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="freeze_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} frozen {self.at:%Y-%m-%d %H:%M}"
